"""A curator decides without a mouse: from the sign-in to a listing that is live, and asking for changes with a reason."""

import pytest
from playwright.sync_api import Page, expect

from careers.listings.models.listing import Listing
from tests import factories
from tests.factories import PASSWORD
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = "Say how many hours a week it is."


@pytest.fixture
def waiting(board, rani, ayu, speaks, language):
    """A listing in the queue, whose people speak the story's language."""
    speaks(rani, ayu)
    ladang = factories.make_employer(owner=rani, name="Ladang Data", website="https://ladang.example")
    listing = factories.make_draft(employer=ladang, title="Listener for spoken answers", category=board.prompter)
    listing.submit(by=rani)
    return listing


def begin(page: Page, ayu, say: steps.Say) -> None:
    """Sign in on the way to the desk, open the first thing that waits, and jump to the decision: keys alone."""
    page.goto("/admin/")
    steps.tab_to(page, page.locator("main input[type=email]"))
    page.keyboard.type(ayu.email)
    steps.tab_to(page, page.locator("input[type=password]"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("What waits for a curator"))
    steps.tab_to(page, page.get_by_role("link", name=say("Begin with the first")))
    page.keyboard.press("Enter")
    jump = page.get_by_role("link", name=say("Go to the decision"))
    steps.tab_to(page, jump)
    expect(jump).to_be_in_viewport()
    page.keyboard.press("Enter")
    steps.tab_to(page, page.locator("input[name=kind]").first, most=1)


def test_listing_is_approved_by_keyboard_alone(waiting, new_visitor, say, ayu, language):
    page, visitor = new_visitor(), new_visitor()
    begin(page, ayu, say)
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name=say("Approve"))).to_be_checked()
    steps.tab_to(page, page.get_by_role("button", name=say("Carry out")), most=3)
    page.keyboard.press("Enter")
    expect(page.get_by_text(say("The decision is carried out and logged. The employer has been told."))).to_be_visible()
    expect(page.get_by_text(say("The queue is empty"))).to_be_visible()
    visitor.goto(f"/{language}/listings/")
    expect(steps.card_of(visitor, waiting.title)).to_be_visible()


def test_changes_are_asked_for_by_keyboard_alone(waiting, new_visitor, say, ayu):
    page = new_visitor()
    begin(page, ayu, say)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=say("Request changes"))).to_be_checked()
    steps.tab_to(page, page.get_by_role("button", name=say("Carry out")), most=3)
    page.keyboard.press("Enter")
    # Without a reason nothing is decided: the summary takes the focus and leads to the field.
    expect(page.locator("[data-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    steps.tab_to(page, page.locator("textarea[name=reason]"), most=3)
    page.keyboard.type(ASKED)
    steps.tab_to(page, page.get_by_role("button", name=say("Carry out")), most=2)
    page.keyboard.press("Enter")
    expect(page.get_by_text(say("The queue is empty"))).to_be_visible()
    waiting.refresh_from_db()
    assert waiting.state == Listing.State.CHANGES_REQUESTED
    assert waiting.decisions.get().reason == ASKED
