"""Notices: each kind, when it comes and when it goes, who sees it, and that the header counts them in few questions."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from careers.applications.lifecycle import Stage
from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from careers.pages.notices import notices_for
from tests import factories

PAGE = "/en/me/notices/"


def kinds(user) -> list[str]:
    """The kinds of a person's notices, in their order."""
    return [notice.kind for notice in notices_for(user)]


def open_page_of(client, user, application) -> None:
    """The seeker looks at the application."""
    client.force_login(user)
    assert client.get(application.get_absolute_url()).status_code == 200


@pytest.fixture(autouse=True)
def _in_english():
    """What is read without a page stands in English."""
    with override("en"):
        yield


# --- for seekers ---


@pytest.mark.parametrize(
    ("stage", "kind"), [("shortlisted", "answered"), ("not_selected", "answered"), ("interviewing", "interview")]
)
def test_answer_is_news_until_the_application_was_opened(client, dewi, stage, kind):
    application = factories.make_application(seeker=dewi, stage=stage)
    (notice,) = notices_for(dewi)
    assert (notice.kind, notice.url) == (kind, application.get_absolute_url())
    open_page_of(client, dewi, application)
    assert kinds(dewi) == []


def test_answer_after_the_last_look_is_news_again(client, dewi, rani, kebun, clock):
    application = factories.make_application(seeker=dewi, listing=factories.make_listing(employer=kebun))
    open_page_of(client, dewi, application)
    clock.forward(hours=1)
    application.move(Stage.IN_REVIEW, by=rani)
    assert kinds(dewi) == ["answered"]


def test_page_that_a_browser_fetched_ahead_was_not_looked_at(client, dewi):
    application = factories.make_application(seeker=dewi, stage="shortlisted")
    client.force_login(dewi)
    client.get(application.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    assert kinds(dewi) == ["answered"]


def test_what_the_seeker_did_and_that_it_was_viewed_is_no_news(dewi, rani, kebun, clock):
    application = factories.make_application(seeker=dewi, listing=factories.make_listing(employer=kebun))
    clock.forward(hours=1)
    application.mark_viewed(by=rani)
    application.mark_cv_opened(by=rani)
    application.withdraw()
    assert kinds(dewi) == []


def test_offer_waits_until_it_is_answered(client, dewi):
    application = factories.make_application(seeker=dewi, stage="offered")
    open_page_of(client, dewi, application)
    assert kinds(dewi) == ["offered"]
    application.accept()
    assert kinds(dewi) == []


def test_draft_is_told_of_in_the_last_three_days(dewi, clock):
    draft = factories.make_application(seeker=dewi, stage="draft")
    assert kinds(dewi) == []
    clock.at(draft.listing.closes_at - timedelta(days=3))
    assert kinds(dewi) == ["draft_closing"]
    clock.at(draft.listing.closes_at)
    assert kinds(dewi) == []


def test_silence_that_ended_an_application_is_news(dewi, clock):
    application = factories.make_application(seeker=dewi)
    clock.at(application.promise_due_at + timedelta(days=3, minutes=1))
    application.lapse()
    assert kinds(dewi) == ["answered"]


# --- for members ---


@pytest.fixture
def listing(kebun):
    """A live listing of Rani's."""
    return factories.make_listing(employer=kebun)


def test_unopened_applications_are_counted_for_every_member(rani, bima, listing):
    applications = [factories.make_application(listing=listing) for _n in range(2)]
    for member in (rani, bima):
        (notice,) = notices_for(member)
        assert (notice.kind, notice.text) == ("unopened", "2 applications have not been opened.")
        assert notice.url.endswith(f"/listings/{listing.public_id}/applications/")
    for application in applications:
        application.mark_viewed(by=bima)
    assert kinds(rani) == []


def test_answers_fall_due_in_the_last_third_then_late_and_go_with_the_answer(rani, bima, listing, clock):
    application = factories.make_application(listing=listing)
    application.mark_viewed(by=rani)
    last_third = timedelta(days=listing.promise_days) / 3
    clock.at(application.promise_due_at - last_third - timedelta(minutes=1))
    assert kinds(rani) == []
    clock.at(application.promise_due_at - last_third)
    assert kinds(rani) == ["answers_due"]
    clock.at(application.promise_due_at)
    assert kinds(rani) == ["answers_late"]
    assert kinds(bima) == []
    application.move(Stage.SHORTLISTED, by=rani)
    assert kinds(rani) == []


def test_answers_are_not_owed_while_the_listing_is_suspended(rani, listing, ayu, clock):
    application = factories.make_application(listing=listing)
    application.mark_viewed(by=rani)
    clock.at(application.promise_due_at)
    Listing.objects.get(pk=listing.pk).suspend(by=ayu, reason="A look.")
    assert kinds(rani) == []


def test_listing_that_closes_within_three_days_is_told_of(rani, bima, listing, clock):
    clock.at(listing.closes_at - timedelta(days=3, minutes=1))
    assert kinds(rani) == []
    clock.at(listing.closes_at - timedelta(days=3))
    assert kinds(rani) == ["listing_closing"]
    assert kinds(bima) == []


def test_changes_that_a_curator_asks_for_are_told_of(rani, bima, kebun, ayu):
    listing = factories.make_draft(employer=kebun)
    listing.submit(by=rani)
    listing.request_changes(by=ayu, reason="Say what it pays.")
    (notice,) = notices_for(rani)
    assert (notice.kind, notice.about) == ("changes_requested", listing.title)
    assert kinds(bima) == []


def test_full_queue_is_told_of(rani, bima, kebun):
    listing = factories.make_listing(employer=kebun)
    listing.mark_queue(full=True)
    assert kinds(rani) == ["queue_full"]
    assert kinds(bima) == []
    listing.mark_queue(full=False)
    assert kinds(rani) == []


def test_closed_employer_has_no_notices(rani, kebun, listing):
    factories.make_application(listing=listing)
    assert kinds(rani) == ["unopened"]
    Employer.objects.filter(pk=kebun.pk).update(state=Employer.State.CLOSED)
    assert kinds(rani) == []


# --- for curators ---


def test_review_queue_is_told_of_with_its_oldest(ayu, rani, kebun, clock):
    assert kinds(ayu) == []
    employer = factories.make_employer(owner=rani)
    for _n in range(2):
        factories.make_draft(employer=employer).submit(by=rani)
        clock.forward(days=1)
    (notice,) = notices_for(ayu)
    assert (notice.kind, notice.text) == ("review_waiting", "2 listings wait for review.")
    assert notice.at == min(Listing.objects.filter(state="submitted").values_list("updated_at", flat=True))
    assert kinds(rani) == []


# --- who sees them, and where ---


def test_nobody_sees_the_notices_of_somebody_else(dewi, rani, tono, listing):
    factories.make_application(listing=listing, seeker=dewi, stage="offered")
    factories.make_application(listing=listing)
    assert (kinds(dewi), kinds(rani), kinds(tono)) == (["offered"], ["unopened"], [])


def test_page_says_each_and_leads_to_it(client, dewi, listing):
    application = factories.make_application(listing=listing, seeker=dewi, stage="offered")
    client.force_login(dewi)
    page = client.get(PAGE).content.decode()
    assert "You have an offer." in page and listing.title in page
    assert f'<a href="/en/me/applications/{application.public_id}/">You have an offer.</a>' in page


def test_page_without_notices_says_so(client, tono):
    client.force_login(tono)
    page = client.get(PAGE).content.decode()
    assert "Nothing is new, and nothing waits for you" in page
    assert 'class="count"' not in page


def test_page_needs_sign_in(client, db):
    assert client.get(PAGE)["Location"] == f"/en/accounts/login/?next={PAGE}"


def test_header_counts_in_words_too(client, dewi):
    for _n in range(2):
        factories.make_application(seeker=dewi, stage="offered")
    client.force_login(dewi)
    page = client.get("/en/about/").content.decode()
    assert page.count('<span class="visually-hidden">2 notices</span>') == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_notices_take_a_constant_number_of_queries(ayu, dewi, rani, kebun, rows, django_assert_num_queries):
    for _n in range(rows):
        factories.make_application(seeker=ayu, stage="offered")
        listing = factories.make_listing(employer=kebun)
        factories.make_application(listing=listing)
        factories.make_draft(employer=factories.make_employer(owner=rani)).submit(by=rani)
    factories.make_member(kebun, "owner", ayu)
    ayu.refresh_from_db()
    with django_assert_num_queries(5):
        found = [notice.kind for notice in notices_for(ayu)]
    assert found == ["offered"] * rows + ["unopened"] * rows + ["review_waiting"]
