"""What every test may use: the database, the clock, the browser, and the cast."""

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from careers.core import clock as board_clock
from jobboard import database
from tests import browser, databases

# --- the database ---


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """A database for this process, on DATABASE_URL's server or on an embedded one."""
    database.hold()
    with django_db_blocker.unblock(), databases.own_database(connection):
        yield


@pytest.fixture(autouse=True)
def _limits_forgotten(request, django_db_blocker) -> Iterator[None]:
    """The cache is a table without a model: a test that really commits leaves its counts there, where no flush finds them."""
    yield
    if {"transactional_db", "live_server"} & set(request.fixturenames) or _commits(request.node):
        with django_db_blocker.unblock():
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
