"""What every test may use: the database, the clock, the browser, and the cast."""

import contextlib
import gc
import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.core import clock as board_clock
from careers.core import fragments, moulds
from jobboard import database
from tests import browser, databases, factories
from tests.walk import World, make_world

# A busy machine is no fault of the code. `make proof` looks much longer.
for profile, examples in (("quick", 50), ("proof", 1000)):
    hypothesis.settings.register_profile(
        profile,
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
hypothesis.settings.load_profile("proof" if os.environ.get("PROOF") else "quick")


def pytest_collection_finish() -> None:
    """Let the collector pass over what stands until the end, models and tests by the hundred thousand, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


# --- the database ---


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """A database for this process, on DATABASE_URL's server or on an embedded one."""
    database.hold()
    with django_db_blocker.unblock(), databases.own_database(connection):
        databases.flush_by_deleting(connection)
        yield


@pytest.fixture(scope="module")
def module_rows(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What other fixtures of a module write stays for all of its tests, each of which undoes only its own rows.

    Not for a module with tests that commit: they would not see these rows, or would wait for them for ever. Whoever has
    written them calls `connection.check_constraints()`, or their keys are checked anew after every test.
    """
    with django_db_blocker.unblock(), databases.undone():
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind(request, django_db_blocker) -> Iterator[None]:
    """What no roll-back and no flush undoes: the language of the last request, kept pieces of pages, rows of tables without a model."""
    yield
    translation.deactivate()
    fragments.forget()
    moulds.shapes.clear()
    if {"transactional_db", "live_server"} & set(request.fixturenames) or _commits(request.node):
        with django_db_blocker.unblock():
            databases.empty_queue()
            cache.clear()


def _commits(test: pytest.Item) -> bool:
    marker = test.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


# --- the clock ---


class Clock:
    """The board's time, held by a test."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack

    def at(self, moment: datetime) -> datetime:
        """Hold the time at an aware moment, for this thread (a live server has its own: use `careers.core.clock.move` there)."""
        return self._stack.enter_context(board_clock.frozen(moment))

    def forward(self, **distance: float) -> datetime:
        """Hold the time this much later than now: `clock.forward(days=1, seconds=1)`."""
        return self.at(board_clock.now() + timedelta(**distance))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Hold and move the board's time; afterwards it runs again."""
    with contextlib.ExitStack() as stack:
        yield Clock(stack)
    (settings.STATE_DIR / "clock_offset_days").unlink(missing_ok=True)


# --- the browser ---


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser; skip it only when told to."""
    for item in items:
        if {"page", "context", "browser", "new_context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            if os.environ.get("NO_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="NO_BROWSER=1"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """How pytest-playwright starts Chromium: the one of this machine; nothing is downloaded while tests run."""
    return {"executable_path": str(browser.find()), "args": browser.FLAGS, "headless": True}


# --- the cast ---


@pytest.fixture
def dewi(db):
    """A seeker."""
    return factories.make_user("dewi@lintas.example", name="Dewi")


@pytest.fixture
def rani(db):
    """An owner: of `kebun`."""
    return factories.make_user("rani@lintas.example", name="Rani")


@pytest.fixture
def kebun(rani):
    """Rani's employer, level 1."""
    return factories.make_employer(owner=rani, level=1, name="Kebun Kata", website="https://kebunkata.example")


@pytest.fixture
def bima(kebun):
    """A reviewer of `kebun`: only looks."""
    return factories.make_member(kebun, "reviewer", factories.make_user("bima@lintas.example", name="Bima")).user


@pytest.fixture
def tono(db):
    """A stranger: the owner of another employer, and a seeker too."""
    user = factories.make_user("tono@lintas.example", name="Tono")
    factories.make_employer(owner=user, level=1, name="Toko Lain", website="https://tokolain.example")
    return user


@pytest.fixture
def ayu(db):
    """A curator."""
    return factories.make_user("ayu@lintas.example", name="Ayu", is_staff=True, is_superuser=True)


@pytest.fixture(scope="module")
def world(module_rows) -> World:
    """A board with one of everything, made once a module: the people on it are its own, not those above."""
    owner, seeker = (factories.make_user(f"{name.lower()}@dunia.example", name=name) for name in ("Rani", "Dewi"))
    employer = factories.make_employer(owner=owner, level=1, name="Kebun Kata", website="https://kebunkata.example")
    curator = factories.make_user("ayu@dunia.example", name="Ayu", is_staff=True, is_superuser=True)
    made = make_world(seeker=seeker, owner=owner, employer=employer, curator=curator)
    connection.check_constraints()
    return made


# --- work in the background ---


@pytest.fixture
def run_jobs(db):
    """Does what is queued, in this process and in order, until nothing waits; gives the number of jobs done."""

    def run() -> int:
        done = 0
        while job := ProcrastinateJob.objects.filter(status="todo").order_by("pk").first():
            app.tasks[job.task_name].func(**job.args)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])
            done += 1
        return done

    return run
