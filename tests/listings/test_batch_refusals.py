"""A bad row among many: named with its field, in words, and no other is lost by it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.listings.lifecycle import UNVERIFIED_LISTING_LIMIT
from careers.listings.models.batch import HandedIn, RowRefused, hand_in
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange
from tests import factories
from tests.listings.test_batch import NOW, row, trusted

UNCLEAN = "This text holds unseen or damaged characters. Save it again."
GENDER = "Work may not be kept for men or for women."
LIMIT = "Until your employer is verified, at most three listings can wait for review or be live at a time."


@pytest.mark.django_db
@override("en")
@pytest.mark.parametrize(
    ("bad", "field", "sentence"),
    [
        ({"title": "x" * 121}, "title", "Ensure this value has at most 120 characters (it has 121)."),
        ({"title": "Editor\0"}, "title", UNCLEAN),
        ({"title": "Editor \ud83d"}, "title", UNCLEAN),
        ({"title": "Editor, www.pay.example"}, "title", "The title is for the work: take the address out."),
        ({"description": "Female only."}, "description", GENDER),
        ({"language": "jv"}, "language", "Value 'jv' is not a valid choice."),
        ({"hours_min": 30, "hours_max": 20}, "hours_min",
         "These cannot stand as they are: “hours a week, at least”, “hours a week, at most”."),
        ({"pay_max": Decimal(3), "pay_period": "month"}, "pay_min",
         "These cannot stand as they are: “pay, from”, “pay, to”, “per”, “currency”."),
        ({"eligibility_scope": "countries"}, "eligibility_scope",
         "These cannot stand as they are: “open to”, “countries”, “regions”."),
        ({"overlap_hours": 4}, "overlap_hours", "These cannot stand as they are: “hours of overlap a day”, “overlap with”."),
        ({"openings": 10**9}, "openings", "Ensure this value is less than or equal to 1000."),
        ({"category": None}, "category", "This field cannot be null."),
        ({"closes_at": NOW - timedelta(days=9000)}, "closes_at", "The closing date has passed. Choose a later one."),
        ({"public_id": "no id"}, "public_id", "“no id” is not a valid UUID."),
        ({"terms": {"test_hours": Decimal(-1)}}, "onboarding_hours",
         "These cannot stand as they are: “hours of onboarding”, “hours of tests”."),
        ({"terms": {"payout_method": "Bank\0"}}, "payout_method", UNCLEAN),
        ({"questions": [{"text": "Which?", "kind": "choice"}]}, "questions",
         "These cannot stand as they are: “answered by”, “choices”."),
        ({"questions": [{"text": "Why?"}] * 7}, "questions", "At most six questions can be asked."),
        ({"questions": [{"text": "How tall are you? Minimum height 170."}]}, "questions",
         "Height and weight may not be a condition."),
    ],
)  # fmt: skip
def test_bad_row_is_named_with_its_field_and_loses_no_other(rani, bad, field, sentence):
    employer = trusted(rani)
    before = set(Listing.objects.values_list("pk", flat=True))
    done = hand_in(employer, [row("First"), row(**{"title": "Bad", **bad}), row("Last")], by=rani)
    assert done.refused == [RowRefused(1, field, sentence)]
    assert {place: listing.title for place, listing in done.listings.items()} == {0: "First", 2: "Last"}
    written = Listing.objects.exclude(pk__in=before).order_by("pk")
    assert [listing.title for listing in written.live()] == ["First", "Last"] == [each.title for each in written]
    assert ListingChange.objects.exclude(listing__in=before).count() == 3 * 2


@override("en")
def test_hourly_row_without_its_terms_is_told_all_that_it_owes(rani):
    done = hand_in(
        trusted(rani), [row(pay_period="hour", pay_min=Decimal(9), pay_currency=factories.make_currency())], by=rani
    )
    assert done.listings == {}
    assert {"hours_min", "payout_method", "appeal_contact"} < {refused.field for refused in done.refused}


@override("en")
def test_row_of_a_profession_retired_meanwhile_is_refused(rani):
    given_row = row()
    type(given_row["values"]["category"]).objects.get(slug="ai-model-trainer").retire()
    done = hand_in(factories.make_employer(owner=rani, level=1), [given_row], by=rani)
    assert done.refused == [RowRefused(0, "category", "This profession takes no new listings. Choose another.")]


@override("en")
def test_row_that_is_here_already_is_refused_and_so_are_twins(rani):
    employer = trusted(rani)
    here = hand_in(employer, [row("First")], by=rani).listings[0]
    twin = factories.unsampled_id()
    rows = [row("Again", public_id=here.public_id), row("New"), row("One", public_id=twin), row("Two", public_id=twin)]
    done = hand_in(employer, rows, by=rani)
    assert [(refused.place, refused.field) for refused in done.refused] == [(place, "public_id") for place in (0, 2, 3)]
    assert [listing.title for listing in done.listings.values()] == ["New"]


@override("en")
def test_unverified_employer_gets_three_of_a_batch_and_bad_rows_take_no_place(rani):
    employer = factories.make_employer(owner=rani)
    rows = [row("Bad", description="Female only."), *(row(f"Good {number}") for number in range(4))]
    done = hand_in(employer, rows, by=rani)
    assert list(done.listings) == [1, 2, 3] and UNVERIFIED_LISTING_LIMIT == 3
    assert done.refused == [RowRefused(0, "description", GENDER), RowRefused(4, "", LIMIT)]
    assert hand_in(employer, rows[4:], by=rani).refused == [RowRefused(0, "", LIMIT)]


def test_row_cannot_say_whose_it_is_or_where_it_stands(rani):
    employer = factories.make_employer(owner=rani, level=1)
    for column, value in {
        "state": "live",
        "published_at": NOW,
        "employer": employer,
        "id": 7,
        "is_sample": True,
    }.items():
        with pytest.raises(ValueError, match=column):
            hand_in(employer, [row("Editor", **{column: value})], by=rani)
    assert not Listing.objects.exists()


def test_nothing_of_nothing(rani):
    employer = factories.make_employer(owner=rani, level=1)
    assert hand_in(employer, [], by=rani) == HandedIn({}, [])
    assert not ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver").exists()
