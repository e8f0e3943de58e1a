"""An employer comes to the board, writes a listing with a colleague, a curator approves it, a seeker applies and is answered."""

import re

import pytest
from playwright.sync_api import Page, expect

from careers.applications.models.application import Application
from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from tests import factories
from tests.journeys import steps
from tests.journeys.steps import AT_ONCE, CV, Say, press

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Editor of answers about plants"
QUESTION = "Which plant do you know best?"
LETTER = "I have written about gardens for nine years."
WORDS = "You look into a book more often than into a model."


def write_listing(page: Page, say: Say, category) -> None:
    """All steps of writing a listing, up to its preview."""
    steps.fill(page, say, {"Title": TITLE, "Description": "You read answers and **mend** them.\n\n- twice a day"})
    steps.pick(page, "category", str(category.pk))
    press(page, say("Save and go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    steps.pick(page, "eligibility_scope", "worldwide")
    press(page, say("Save and go on"))
    steps.pick(page, "engagement", "contractor")
    steps.fill(
        page,
        say,
        {"Pay, from": "18", "Pay, to": "24,50", "Hours a week, at least": "10", "Hours a week, at most": "20"},
    )
    steps.pick(page, "pay_currency", "USD")
    steps.pick(page, "pay_period", "hour")
    steps.pick(page, "training_paid", "True")
    press(page, say("Save and go on"))
    # Hourly work owes its terms, and the page asks for them.
    expect(page.locator("[data-summary] li a")).to_have_count(7)
    steps.pick(page, "hours_guaranteed", "False")
    steps.fill(page, say, {"Hours of onboarding": "0", "Hours of tests": "0"})
    steps.pick(page, "payout_cadence", "weekly")
    steps.pick(page, "sensitive_content", "none")
    steps.fill(page, say, {"Paid by": "Bank transfer", "Who to appeal to": "people@ladangdata.example"})
    press(page, say("Save and go on"))
    page.get_by_label(say("Question")).first.fill(QUESTION)
    press(page, say("Save and go on"))
    shown = page.get_by_role("article", name=say("The listing as people will see it"))
    expect(shown.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(shown.locator("strong", has_text="mend")).to_be_visible()


def test_employer_story(board, new_visitor, say, speaks, run_jobs, rani, ayu, dewi, language):
    foreign = "en" if language == "id" else "id"
    sari = factories.make_user("sari@lintas.example", name="Sari", language=language)
    speaks(rani, ayu)
    owner = new_visitor(accept_downloads=True)

    steps.sign_in(owner, rani, say, language=language)
    steps.open_menu(owner, say("My office"))
    press(owner, say("Add another employer"))
    steps.fill(owner, say, {"Name of the organisation": "Ladang Data", "Website": "https://ladangdata.example"})
    steps.pick(owner, "country", "ID")
    steps.pick(owner, "zone", "Asia/Jakarta")
    steps.pick(owner, "language", language)
    press(owner, say("Add the employer"))
    expect(owner.get_by_role("heading", level=1)).to_have_text("Ladang Data")
    employer = Employer.objects.get(name="Ladang Data")

    owner.get_by_role("link", name=say("Members"), exact=True).click()
    press(owner, say("Invite somebody"))
    owner.locator("main input[type=email]").fill(sari.email)
    steps.pick(owner, "language", language)
    press(owner, say("Send the invitation"))
    expect(owner.get_by_text(say("The invitation is on its way."))).to_be_visible()
    run_jobs()
    (invitation,) = steps.mails_to(sari.email)
    assert steps.language_of(invitation) == language
    recruiter = new_visitor()
    recruiter.goto(steps.link_in(invitation, "/invitations/"))
    press(recruiter, say("Sign in"))
    steps.give_password(recruiter, sari, say)
    press(recruiter, say("Accept the invitation"))
    expect(recruiter.get_by_text(say("You are a member now."))).to_be_visible()

    press(recruiter, say("Write a listing"))
    write_listing(recruiter, say, board.trainer)
    press(recruiter, say("Hand it in"))
    expect(recruiter.locator("main .badge").first).to_have_text(say("Waiting for review"))
    listing = Listing.objects.get(title=TITLE)
    recruiter.goto(listing.get_absolute_url())
    expect(recruiter.get_by_text(TITLE)).to_have_count(0)
    curator = new_visitor()
    curator.goto("/admin/careers/reviewedlisting/")
    steps.give_password(curator, ayu, say)
    curator.get_by_role("link", name=TITLE).click()
    steps.decide(curator, say, "approve")
    recruiter.goto(f"/{language}/listings/")
    expect(steps.card_of(recruiter, TITLE)).to_be_visible(timeout=AT_ONCE)
    run_jobs()
    for member in (rani, sari):
        handed_in, live = steps.mails_to(member.email)[-2:]
        assert handed_in.subject == say("Handed in: %(title)s", title=TITLE)
        assert live.subject == f"{say('Your listing is live')}: {TITLE}"
        assert {steps.language_of(handed_in), steps.language_of(live)} == {language}

    dewi.language = foreign
    dewi.save(update_fields=["language"])
    they_say = steps.in_words_of(foreign)
    seeker = new_visitor()
    steps.sign_in(seeker, dewi, they_say, language=foreign)
    seeker.goto(f"/{foreign}/listings/{listing.slug}/")
    steps.apply(seeker, they_say, letter=LETTER, answers={QUESTION: "Rice."})

    owner.goto(f"/{language}/office/{employer.slug}/")
    owner.get_by_role("link", name=say("Listings"), exact=True).last.click()
    owner.get_by_role("link", name=TITLE).click()
    press(owner, say("Applications"))
    owner.get_by_role("link", name=dewi.name).first.click()
    expect(owner.get_by_text(LETTER)).to_be_visible()
    with owner.expect_download() as download:
        owner.get_by_role("link", name=CV["name"]).click()
    assert download.value.suggested_filename == CV["name"]
    assert download.value.path().read_bytes() == CV["buffer"]

    owner.get_by_label(say("Move to")).select_option(say("Shortlisted"))
    press(owner, say("Move"))
    expect(owner.locator("main .badge").first).to_have_text(say("Shortlisted"))
    run_jobs()
    press(owner, say("Not selected, with a reason"))
    steps.pick(owner, "reason", "experience")
    steps.fill(owner, say, {"In your words": WORDS})
    press(owner, say("Send the answer"))
    expect(owner.locator("main .badge").first).to_have_text(say("Not selected"))
    run_jobs()
    assert Application.objects.get().stage == "not_selected"

    received, shortlisted, refused = steps.mails_to(dewi.email)
    assert {steps.language_of(message) for message in (received, shortlisted, refused)} == {foreign}
    assert received.subject == they_say("Your application has arrived: %(title)s", title=TITLE)
    assert shortlisted.subject == refused.subject == they_say("News about your application: %(title)s", title=TITLE)
    assert they_say("You are on the short list.") in shortlisted.body
    assert they_say("You were not selected.") in refused.body and WORDS in refused.body
    seeker.goto(steps.link_in(refused, "/me/applications/"))
    expect(seeker).to_have_url(re.compile(rf"/{foreign}/me/applications/"))
    expect(seeker.get_by_role("heading", level=1)).to_have_text(they_say("You were not selected."))
    expect(seeker.get_by_text(WORDS)).to_be_visible()
