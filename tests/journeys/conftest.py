"""A small board behind a live server, and browsers that complain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from careers.listings.models.listing import Listing
from careers.taxonomy.models import JobCategory
from tests import factories
from tests.journeys import steps

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """Where paths that are given to a page lead: pytest-playwright asks for it."""
    return live_server.url


@pytest.fixture(params=["id", "en"])
def language(request) -> str:
    """Each story is told in both languages."""
    return request.param


@pytest.fixture
def say(language) -> steps.Say:
    """The words of the interface in the story's language."""
    return steps.in_words_of(language)


@dataclass
class Board:
    """What stands on the board when a story begins."""

    trainer: JobCategory
    prompter: JobCategory
    listing: Listing
    other: Listing


@pytest.fixture
def board(kebun, ayu, language, run_jobs) -> Board:
    """Two professions with a listing each, and the vocabularies that forms offer."""
    trainer = factories.make_category()
    factories.make_guide(trainer)
    prompter = factories.make_category(
        "ai-prompt-engineer", name_en="AI Prompt Engineer", name_id="AI Prompt Engineer", hue="nila"
    )
    journalism = factories.make_background()
    factories.make_background("teaching", name_en="Teaching", name_id="Pengajaran")
    factories.make_skill()
    for code, rate in (("USD", "1.16"), ("IDR", "19320")):
        factories.make_rate(code, rate)

    def live(title: str, category: JobCategory, **fields) -> Listing:
        common = {"employer": kebun, "by": ayu, "language": language, "backgrounds": [journalism]}
        return factories.make_listing(title=title, category=category, **common, **fields)

    listing = live("Indonesian model trainer", trainer)
    factories.make_question(listing, "Why this work?", is_required=True)
    other = live("Prompt writer for a library", prompter, pay_min=Decimal(30), pay_max=Decimal(40))
    # What the makers of these rows had to say has been said before the story begins.
    run_jobs()
    mail.outbox.clear()
    return Board(trainer, prompter, listing, other)


@pytest.fixture
def speaks(language) -> Callable:
    """Give people the story's language."""

    def speak(*people) -> None:
        for person in people:
            person.language = language
            person.save(update_fields=["language"])

    return speak


@pytest.fixture
def complaints() -> Iterator[list[steps.Complaint]]:
    """What any browser of the test complains of; at its end there must be nothing."""
    heard: list[steps.Complaint] = []
    yield heard
    assert not heard, "\n".join(map(str, heard))


@pytest.fixture
def new_visitor(new_context, complaints, request) -> Callable[..., Page]:
    """Open a browser of somebody's own: nothing in it is shared with another one."""

    told_in = request.getfixturevalue("language") if "language" in request.fixturenames else "en"
    # A story that is told twice is told once with motion and once without it, where nobody waits for pages to fade.
    motion = "reduce" if told_in == "en" else "no-preference"

    def open_browser(**options) -> Page:
        context: BrowserContext = new_context(**{"locale": told_in, "reduced_motion": motion} | options)
        context.add_init_script(steps.LISTEN)
        page = context.new_page()
        steps.listen(page, complaints)
        return page

    return open_browser
