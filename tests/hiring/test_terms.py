"""The terms of hourly and per-task work: asked for beside their fields, owed before a listing is handed in."""

import pytest
from django.urls import reverse

from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused
from tests import factories
from tests.hiring.test_posting import begin, pay, step

BARE = {
    "onboarding_hours": "", "onboarding_paid": "", "test_hours": "", "payout_cadence": "", "payout_method": "",
    "sensitive_content": "", "appeal_contact": "", "hours_min": "", "hours_max": "", "hours_guaranteed": "",
}  # fmt: skip
ASKED = {
    "hours_min", "hours_guaranteed", "onboarding_paid", "test_paid", "payout_cadence", "payout_method",
    "sensitive_content", "appeal_contact",
}  # fmt: skip


@pytest.fixture
def listing(client, rani, kebun) -> Listing:
    client.force_login(rani)
    return begin(client, kebun)


def test_pay_step_asks_for_each_missing_term_and_keeps_what_was_typed(client, listing):
    page = client.post(step(listing, "pay"), pay(**BARE))
    listing.refresh_from_db()
    assert (page.status_code, set(page.context["form"].errors) - {"__all__"}) == (200, ASKED)
    assert (listing.pay_min, listing.pay_period) == (350_000, "hour")
    assert 'value="350.000"' in page.content.decode()


def test_pay_step_asks_in_indonesian_too(client, listing):
    page = client.post(step(listing, "pay").replace("/en/", "/id/"), pay(**BARE))
    assert str(page.context["form"].errors["payout_cadence"][0]) == "Sebutkan seberapa sering Anda membayar."


def test_pay_step_lets_an_incomplete_draft_be_left(client, listing):
    answer = client.post(step(listing, "pay"), pay(**BARE, leave="1"))
    listing.refresh_from_db()
    assert (answer.status_code, listing.pay_period, listing.state) == (302, "hour", "draft")


@pytest.mark.parametrize("period", ["day", "week", "month", "year"])
def test_pay_step_asks_for_no_terms_of_pay_for_longer(client, listing, period):
    assert client.post(step(listing, "pay"), pay(**BARE | {"pay_period": period})).status_code == 302


def test_pay_step_asks_for_the_time_cap_of_tasks_only(client, listing):
    page = client.post(step(listing, "pay"), pay(pay_period="task", task_minutes="10"))
    assert set(page.context["form"].errors) - {"__all__"} == {"task_cap_minutes"}
    assert client.post(step(listing, "pay"), pay(pay_period="task", task_cap_minutes="15")).status_code == 302


def test_pay_step_asks_how_long_the_unpaid_part_is(client, listing):
    page = client.post(step(listing, "pay"), pay(training_paid="False", test_hours="", test_paid="False"))
    assert set(page.context["form"].errors) - {"__all__"} == {"test_hours"}


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({}, True),
        ({"onboarding_paid": "False"}, False),
        ({"test_hours": "3", "test_paid": "True"}, True),
        ({"test_hours": "", "test_paid": ""}, None),
    ],
)
def test_training_follows_from_onboarding_and_tests(client, listing, data, kept):
    client.post(step(listing, "pay"), pay(**{"training_paid": ""} | data))
    listing.refresh_from_db()
    assert listing.training_paid is kept


def test_training_cannot_be_paid_when_a_part_of_it_is_not(client, listing):
    page = client.post(step(listing, "pay"), pay(test_hours="3", test_paid="False"))
    assert set(page.context["form"].errors) == {"training_paid"}


def test_submit_refuses_hourly_work_without_its_terms(client, listing):
    client.post(step(listing, "pay"), pay(payout_method="", leave="1"))
    preview = client.get(reverse("office_listing_preview", args=[listing.employer.slug, listing.public_id]))
    listing.refresh_from_db()
    with pytest.raises(ListingRefused, match="Say how you pay"):
        listing.submit(by=listing.created_by)
    # The preview leads to the very field.
    assert [url for _finding, url in preview.context["refused"]] == [f"{step(listing, 'pay')}#advice-payout_method"]
    assert 'id="advice-payout_method"' in client.get(step(listing, "pay")).content.decode()


def test_a_live_listing_keeps_its_gaps_and_gets_no_new_ones(client, rani, kebun):
    client.force_login(rani)
    listing = factories.make_listing(employer=kebun)
    listing.terms.delete()
    same = {"pay_min": "18", "pay_max": "24", "pay_currency": "USD"}
    fewer = pay(**same | BARE | {"hours_min": "10", "hours_guaranteed": "False"})
    assert client.post(step(listing, "pay"), fewer).status_code == 302
    page = client.post(step(listing, "pay"), pay(**same | BARE))
    assert set(page.context["form"].errors) == {"hours_min", "hours_guaranteed"}
    listing.refresh_from_db()
    assert (listing.state, listing.hours_min) == ("live", 10)
