"""Writing in a browser: what was typed is there again after a reload, and stays on the page when it cannot be kept."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from careers.applications.models.application import Application
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def language() -> str:
    """The words are looked for in one language only."""
    return "en"


@pytest.fixture
def writing(board, dewi, say, new_visitor):
    """Dewi's browser, at the form of an application."""
    page = new_visitor()
    steps.sign_in(page, dewi, say, language="en")
    page.goto(f"/en/listings/{board.listing.slug}/apply/")
    return page


def test_autosave_in_browser_keeps_what_is_typed_and_leaves_the_buttons_alone(writing, board, say):
    letter, line = writing.get_by_label(say("Cover letter")), writing.locator("[data-saved]")
    expect(line).to_have_text("")
    letter.press_sequentially("I check facts for a living.")
    expect(line).to_have_text(re.compile("^Draft saved"))
    expect(letter).to_be_focused()
    expect(writing.locator("[data-announcer]")).to_have_text(say("The draft is saved."))
    writing.reload()
    expect(letter).to_have_value("I check facts for a living.")
    writing.get_by_label("Why this work?").fill("Because.")
    steps.press(writing, say("Save and look it over"))
    expect(writing.get_by_role("heading", level=1)).to_have_text(say("Look over and send"))
    assert Application.objects.get().answers.get().text == "Because."


def test_autosave_in_browser_without_a_session_waits_for_the_next_one(writing, dewi, say):
    letter, line = writing.get_by_label(say("Cover letter")), writing.locator("[data-saved]")
    letter.fill("Kept.")
    expect(line).to_have_text(re.compile("^Draft saved"))
    address = writing.url
    Session.objects.all().delete()
    letter.press_sequentially(" And more.")
    expect(line).to_have_text(re.compile("^You are signed out"))
    expect(letter).to_have_value(re.compile("And more"))
    assert writing.url == address
    steps.sign_in(writing.context.new_page(), dewi, say, language="en")
    letter.press("End")
    letter.press_sequentially(" Again.")
    expect(line).to_have_text(re.compile("^Draft saved"))
    assert Application.objects.get().cover_letter.endswith("Again.")


def test_autosave_in_browser_without_a_network_tries_again(board, dewi, say, new_context):
    page = new_context(locale="en").new_page()
    steps.sign_in(page, dewi, say, language="en")
    page.goto(f"/en/listings/{board.listing.slug}/apply/")
    letter, line = page.get_by_label(say("Cover letter")), page.locator("[data-saved]")
    page.context.set_offline(True)
    letter.press_sequentially("In a tunnel.")
    expect(line).to_have_text(say("Not saved yet. Nothing you wrote is lost."))
    expect(page.locator("main .notice")).to_have_count(0)
    page.context.set_offline(False)
    letter.press_sequentially(" Out of it.")
    expect(line).to_have_text(re.compile("^Draft saved"))
    assert Application.objects.get().cover_letter == "In a tunnel. Out of it."
