"""A seeker finds work, applies and withdraws: with a mouse, without scripts, by keyboard alone."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from careers.accounts.models import Consent
from careers.applications.models.application import Application
from tests.journeys import steps
from tests.journeys.steps import AT_ONCE, CV

pytestmark = pytest.mark.django_db(transaction=True)

LETTER = "I have checked facts for nine years."
ANSWER = "Because a wrong answer costs somebody something."
DEWI = {"name": "Dewi (contoh)", "email": "dewi-baru@lintas.example"}


def test_seeker_story(board, new_visitor, say, run_jobs, language):
    page = new_visitor()

    page.goto(f"/{language}/")
    page.get_by_label(say("Where you come from")).select_option("journalism")
    page.get_by_role("button", name=say("Show what fits")).click()
    expect(page).to_have_url(re.compile(r"background=journalism"))
    expect(page.get_by_role("article")).to_have_count(2)
    page.locator("#category").get_by_role("checkbox").first.check()
    expect(page).to_have_url(re.compile(r"category=ai-model-trainer"))
    expect(page.get_by_role("article")).to_have_count(1)

    page.get_by_role("link", name=board.listing.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(board.listing.title)
    page.get_by_role("link", name=say("Apply"), exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Sign in"))
    steps.sign_up(page, say, run_jobs, **DEWI)
    assert steps.language_of(mail.outbox[0]) == language
    assert Consent.objects.filter(user__email=DEWI["email"], language=language).count() == 2

    expect(page).to_have_url(re.compile(rf"/{language}/listings/{board.listing.slug}/apply/$"))
    expect(page.locator("label", has_text="Why this work?")).not_to_contain_text(say("(optional)"))
    page.get_by_label(say("Cover letter")).fill(LETTER)
    page.locator("input[type=file]").set_input_files([CV])
    page.get_by_label("Why this work?").fill(ANSWER)
    page.get_by_role("button", name=say("Save the draft")).click()
    expect(page.get_by_text(CV["name"])).to_be_visible()
    page.reload()
    expect(page.get_by_label(say("Cover letter"))).to_have_value(LETTER)
    expect(page.get_by_label("Why this work?")).to_have_value(ANSWER)
    assert board.listing.applications.handed_in().count() == 0

    page.get_by_role("button", name=say("Save and look it over")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Look over and send"))
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_role("button", name=say("Send the application")).dblclick()
    expect(page.get_by_text(say("Your application is sent. A mail confirms it."))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Your application has arrived."))
    application = Application.objects.get()
    assert (application.stage, application.cover_letter) == ("submitted", LETTER)
    run_jobs()
    confirmation = steps.mails_to(DEWI["email"])[-1]
    assert confirmation.subject == say("Your application has arrived: %(title)s", title=board.listing.title)
    assert steps.language_of(confirmation) == language

    steps.open_menu(page, say("My applications"))
    page.get_by_role("link", name=board.listing.title).click()
    page.get_by_role("link", name=say("Withdraw"), exact=True).click()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("You have withdrawn your application."))
    steps.open_menu(page, say("My applications"))
    expect(page.get_by_text(say("You have withdrawn your application."))).to_be_visible()


@pytest.mark.parametrize("language", ["id"])
def test_seeker_story_without_scripts(board, new_visitor, say, run_jobs, language):
    page = new_visitor(java_script_enabled=False)

    page.goto(f"/{language}/listings/")
    page.locator("#category").get_by_role("checkbox").first.check()
    page.locator("#search-form button[type=submit]").click()
    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_role("link", name=board.listing.title).click()
    page.get_by_role("link", name=say("Apply"), exact=True).first.click()
    steps.sign_up(page, say, run_jobs, **DEWI)
    page.get_by_label(say("Cover letter")).fill(LETTER)
    page.get_by_label("Why this work?").fill(ANSWER)
    page.get_by_role("button", name=say("Save and look it over")).click()
    page.get_by_role("button", name=say("Send the application")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Your application has arrived."))
    assert Application.objects.get().stage == "submitted"


@pytest.mark.parametrize("language", ["en"])
def test_seeker_story_by_keyboard(board, new_visitor, say, dewi, language):
    page = new_visitor()
    steps.sign_in(page, dewi, say, language=language)

    page.goto(f"/{language}/listings/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    steps.tab_to(page, page.locator("#category input").first)
    page.keyboard.press("Space")
    expect(page.get_by_role("article")).to_have_count(1)
    steps.tab_to(page, page.get_by_role("link", name=board.listing.title))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(board.listing.title)
    steps.tab_to(page, page.get_by_role("link", name=say("Apply"), exact=True).first)
    page.keyboard.press("Enter")
    steps.tab_to(page, page.get_by_label(say("Cover letter")))
    page.keyboard.type(LETTER)
    steps.tab_to(page, page.get_by_label("Why this work?"))
    page.keyboard.type(ANSWER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Look over and send"))
    steps.tab_to(page, page.get_by_role("button", name=say("Send the application")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Your application has arrived."))


@pytest.mark.parametrize("language", ["id"])
def test_listing_that_was_kept_by_a_browser_shows_what_is_new(board, new_visitor, ayu, language):
    page = new_visitor()
    page.goto(f"/{language}/listings/")
    expect(page.get_by_role("article")).to_have_count(2)
    board.listing.suspend(by=ayu, reason="It asks applicants for money.")
    page.goto(f"/{language}/about/")
    page.goto(f"/{language}/listings/")
    expect(page.get_by_role("article")).to_have_count(1, timeout=AT_ONCE)


@pytest.mark.parametrize("language", ["en"])
def test_fault_in_a_search_is_put_right_on_a_phone(board, new_visitor, language):
    page = new_visitor(viewport={"width": 360, "height": 740})
    page.goto(f"/{language}/listings/?pay_from=much")
    expect(page.locator("[data-summary]")).to_be_focused()
    page.locator("[data-summary] a").click()
    expect(page.locator("#pay_from")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("20")
    page.locator("#search-form button[type=submit]").click()
    expect(page.locator("[data-summary]")).to_have_count(0)
    expect(page.get_by_role("article").first).to_be_visible()
