"""The answer record as people read it: both limits, words, samples, and every place where it stands."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from careers.applications.models.application import Application
from careers.applications.models.record import counted_applications, recount_records
from careers.employers.models.employer import Employer
from careers.employers.record import LEAST_COUNTED, LEAST_PEOPLE, RECORD_DAYS, AnswerRecord, record_of
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db


def keep(employer, *, due: int, people: int, in_time: int, median: str | None) -> None:
    Employer.objects.filter(pk=employer.pk).update(
        answer_due_count=due, answer_seeker_count=people, answered_count=in_time,
        answer_median_days=None if median is None else Decimal(median),
    )  # fmt: skip
    employer.refresh_from_db()


@pytest.mark.parametrize(("due", "people"), [(0, 0), (4, 4), (LEAST_COUNTED - 1, LEAST_PEOPLE), (9, LEAST_PEOPLE - 1)])
def test_record_is_not_shown_under_either_limit(kebun, due, people):
    keep(kebun, due=due, people=people, in_time=due, median="2.0")
    assert kebun.record is None


def test_limits_are_those_that_people_were_told():
    assert (LEAST_COUNTED, LEAST_PEOPLE, RECORD_DAYS) == (5, 5, 180)


def test_record_is_shown_from_both_limits_on(kebun):
    keep(kebun, due=LEAST_COUNTED, people=LEAST_PEOPLE, in_time=LEAST_COUNTED, median="2.0")
    assert kebun.record == AnswerRecord(LEAST_COUNTED, 100, Decimal("2.0"))


def test_share_is_rounded_down_so_that_no_record_looks_better_than_it_is():
    assert record_of(300, 300, 299, None).share == 99
    assert record_of(34, 30, 31, None).share == 91
    assert record_of(7, 7, 0, None).share == 0


@pytest.mark.parametrize(
    ("language", "median", "short"),
    [
        ("en", "4.0", "4 days median, 91% of 34"), ("id", "4.0", "median 4 hari, 91% dari 34"),
        ("en", "1.0", "1 day median, 91% of 34"), ("id", "4.5", "median 4,5 hari, 91% dari 34"),
        ("en", "0.3", "under a day median, 91% of 34"), ("en", None, "91% of 34"),
    ],
)  # fmt: skip
def test_record_is_said_in_few_words(language, median, short):
    with override(language):
        assert record_of(34, 30, 31, None if median is None else Decimal(median)).short == short


def places(client, listing) -> dict[str, str]:
    """Every public page that shows the record."""
    urls = {
        "list": reverse("listing_list"), "page": listing.get_absolute_url(),
        "employer": listing.employer.get_absolute_url(), "employers": reverse("employer_list"),
    }  # fmt: skip
    return {name: " ".join(client.get(url).content.decode().split()) for name, url in urls.items()}


def test_record_stands_on_cards_pages_and_lists_and_nothing_under_the_limit(client, kebun):
    listing = factories.make_listing(employer=kebun)
    keep(kebun, due=4, people=4, in_time=4, median="3.0")
    with override("en"):
        for name, page in places(client, listing).items():
            assert "3 days median" not in page and "100% of 4" not in page, name
            assert "ot enough" in page, name
        keep(kebun, due=34, people=30, in_time=31, median="4.0")
        for name, page in places(client, listing).items():
            assert "4 days median, 91% of 34" in page, name
            assert "Sample data" not in page, name


def test_record_of_a_sample_employer_says_so_beside_the_number(client, kebun):
    listing = factories.make_listing(employer=kebun)
    keep(kebun, due=34, people=30, in_time=31, median="4.0")
    Employer.objects.update(is_sample=True)
    Listing.objects.update(is_sample=True)
    with override("en"):
        for name, page in places(client, listing).items():
            assert "Sample data" in page[page.index("91% of 34") :][:120], name


def test_record_of_work_that_is_applied_for_elsewhere_is_not_claimed(client, kebun):
    keep(kebun, due=34, people=30, in_time=31, median="4.0")
    listing = factories.make_listing(employer=kebun, apply_at="outside", apply_url="https://work.example/apply")
    with override("en"):
        found = places(client, listing)
    assert "Not known here" in found["list"]
    assert "91% of 34" not in found["list"] + found["page"]


def test_samples_count_on_sample_employers_only_and_the_archive_never(clock, kebun):
    listing = factories.make_listing(employer=kebun, promise_days=7)
    factories.make_archived()
    for _one in range(LEAST_COUNTED):
        factories.make_application(listing=listing)
    clock.forward(days=9)
    recount_records()
    kebun.refresh_from_db()
    assert kebun.record == AnswerRecord(LEAST_COUNTED, 0, None)
    assert set(counted_applications(kebun)) == set(Application.objects.all())
    # A sample's rows under a real employer would be a forgery of its record.
    Listing.objects.update(is_sample=True)
    recount_records()
    kebun.refresh_from_db()
    assert kebun.record is None and not counted_applications(kebun).exists()
    Employer.objects.update(is_sample=True)
    recount_records()
    kebun.refresh_from_db()
    assert kebun.record == AnswerRecord(LEAST_COUNTED, 0, None)


def test_late_answers_count_as_late_and_in_the_median(clock, kebun, rani):
    listing = factories.make_listing(employer=kebun, promise_days=7)
    rows = [factories.make_application(listing=listing) for _one in range(LEAST_COUNTED)]
    clock.forward(days=2)
    rows[0].not_select(by=rani, reason="filled")
    clock.forward(days=7)
    rows[1].move("shortlisted", by=rani)
    rows[2].move("shortlisted", by=rani)
    recount_records()
    kebun.refresh_from_db()
    assert kebun.record == AnswerRecord(LEAST_COUNTED, 20, Decimal("9.0"))
