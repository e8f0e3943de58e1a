"""The listings of an office: the list, one with its history, and what a member does to it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from careers.core import clock as board_clock
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingViews
from tests import factories


def act(listing, deed):
    return reverse("office_listing_act", args=[listing.employer.slug, listing.public_id, deed])


def page_of(client, listing) -> str:
    return client.get(
        reverse("office_listing_detail", args=[listing.employer.slug, listing.public_id])
    ).content.decode()


def test_listing_list_shows_each_state_with_its_count(client, rani, kebun, tono):
    factories.make_listing(employer=kebun, title="Live one")
    factories.make_draft(employer=kebun, title="Draft one")
    factories.make_draft(employer=tono.memberships.get().employer, title="Theirs")
    client.force_login(rani)
    url = reverse("office_listing_list", args=[kebun.slug])
    answer = client.get(url)
    assert [(str(tab["label"]), tab["count"]) for tab in answer.context["tabs"]] == [
        ("All", 2),
        ("Draft", 1),
        ("Live", 1),
    ]
    assert "Theirs" not in answer.content.decode()
    assert [row.title for row in client.get(f"{url}?state=draft").context["listings"]] == ["Draft one"]


def test_listing_list_runs_a_constant_number_of_queries_and_pages(client, rani, kebun, django_assert_num_queries):
    client.force_login(rani)
    url = reverse("office_listing_list", args=[kebun.slug])
    factories.make_draft(employer=kebun)
    client.get(url)
    for _count in range(2):
        with django_assert_num_queries(9):
            client.get(url)
        for _row in range(12):
            factories.make_draft(employer=kebun)
    first = client.get(url)
    assert len(first.context["listings"]) == 20
    assert len(client.get(first.context["older_url"]).context["listings"]) == 5


def test_listing_detail_shows_history_reasons_and_readings(client, bima, kebun, ayu):
    kebun.proofs.all().delete()
    type(kebun).objects.filter(pk=kebun.pk).update(verification_level=0)
    listing = factories.make_draft(employer=kebun)
    listing.submit(by=kebun.memberships.get(role="owner").user)
    listing.request_changes(by=ayu, reason="Say what it pays.")
    ListingViews.objects.create(listing=listing, day=board_clock.today("UTC"), count=41)
    client.force_login(bima)
    page = page_of(client, listing)
    assert "The curators wrote:" in page and "Say what it pays." in page
    assert "Rani" in page and "Ayu" not in page
    assert ">41<" in page
    assert act(listing, "delete") not in page and act(listing, "take-back") not in page


def test_a_rejected_listing_shows_the_way_to_appeal(client, rani, kebun, ayu):
    type(kebun).objects.filter(pk=kebun.pk).update(verification_level=0)
    listing = factories.make_draft(employer=kebun)
    listing.submit(by=rani)
    listing.reject(by=ayu, reason="It is no AI work.")
    client.force_login(rani)
    page = page_of(client, listing)
    assert "It is no AI work." in page and reverse("contact") in page.partition("</main>")[0]


@pytest.mark.parametrize(("deed", "state"), [("pause", "paused"), ("fill", "filled"), ("close", "closed")])
def test_act_confirms_first_and_then_does(client, rani, kebun, deed, state):
    listing = factories.make_listing(employer=kebun)
    client.force_login(rani)
    assert act(listing, deed) in page_of(client, listing)
    answer = client.get(act(listing, deed))
    assert answer.status_code == 200
    if state != "paused":
        assert "we tell these people" in answer.content.decode()
    client.post(act(listing, deed), {"reason": ""})
    listing.refresh_from_db()
    assert listing.state == state
    assert client.post(act(listing, deed)).status_code == 409


def test_act_says_why_it_is_not_possible(client, rani, kebun):
    listing = factories.make_draft(employer=kebun)
    client.force_login(rani)
    answer = client.get(act(listing, "pause"))
    assert answer.status_code == 409
    assert "Possible while a listing is: Live. This one is: Draft." in answer.content.decode()
    assert "Possible while a listing is: Live. This one is: Draft." in page_of(client, listing)


def test_resume_and_unschedule(client, rani, kebun):
    client.force_login(rani)
    factories.make_listing(employer=kebun)
    paused = factories.make_listing(employer=kebun)
    paused.pause(by=rani)
    client.post(act(paused, "resume"))
    planned = factories.make_draft(employer=kebun, starts_at=board_clock.now() + timedelta(days=4))
    client.post(reverse("office_listing_submit", args=[kebun.slug, planned.public_id]))
    planned.refresh_from_db()
    assert planned.state == "scheduled"
    client.post(act(planned, "unschedule"))
    planned.refresh_from_db()
    paused.refresh_from_db()
    assert (paused.state, planned.state) == ("live", "draft")


def test_extend_needs_a_reason_and_stays_within_90_days(client, rani, kebun):
    listing = factories.make_listing(employer=kebun)
    client.force_login(rani)
    today = board_clock.today(kebun.zone)
    assert "reason" in client.post(act(listing, "extend"), {"closes_on": today}).context["form"].errors
    client.post(act(listing, "extend"), {"closes_on": today + timedelta(days=200), "reason": "More time."})
    before = Listing.objects.get(pk=listing.pk).closes_at
    assert before == listing.closes_at
    client.post(act(listing, "extend"), {"closes_on": today + timedelta(days=60), "reason": "More time."})
    listing.refresh_from_db()
    assert listing.closes_at == board_clock.end_of_day(today + timedelta(days=60), kebun.zone)
    assert listing.changes.last().reason == "More time."


def test_copy_brings_content_questions_and_terms(client, rani, kebun):
    listing = factories.make_listing(employer=kebun, skills=[factories.make_skill()])
    factories.make_question(listing, "Why?")
    factories.make_terms(listing, payout_cadence="weekly")
    listing.close(by=rani)
    client.force_login(rani)
    client.post(act(listing, "copy"))
    copy = Listing.objects.get(copied_from=listing)
    assert (copy.state, copy.title, copy.closes_at, copy.published_at) == ("draft", listing.title, None, None)
    assert copy.slug != listing.slug and copy.public_id != listing.public_id
    assert ([q.text for q in copy.questions.all()], copy.terms.payout_cadence) == (["Why?"], "weekly")
    assert list(copy.skills.all()) == list(listing.skills.all())
    assert (listing.questions.count(), Listing.objects.get(pk=listing.pk).state) == (1, "closed")


def test_delete_erases_a_draft_with_its_history(client, rani, kebun):
    listing = factories.make_draft(employer=kebun)
    Listing.objects.get(pk=listing.pk).edit(by=rani, values={"openings": 2})
    client.force_login(rani)
    assert client.post(act(listing, "delete")).url == reverse("office_listing_list", args=[kebun.slug])
    assert not Listing.objects.exists()


def test_submit_says_what_happens_next(client, rani, kebun):
    listing = factories.make_draft(employer=kebun)
    client.force_login(rani)
    answer = client.post(reverse("office_listing_submit", args=[kebun.slug, listing.public_id]), follow=True)
    assert "A curator reads it" in answer.content.decode()
    again = client.post(reverse("office_listing_submit", args=[kebun.slug, listing.public_id]), follow=True)
    assert "cannot be handed in now" in again.content.decode()
