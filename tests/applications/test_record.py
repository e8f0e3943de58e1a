"""The answer record and the default order: what SQL keeps is what a plain reading of the rows says."""

import random
from datetime import timedelta
from statistics import median

import pytest

from careers.applications.models.application import Application
from careers.applications.models.record import RECORD_SPAN, rank_listings, recount_records
from careers.core import clock as board
from careers.listings.crowd import RECENT, rank_of
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def write(application: Application, **columns) -> None:
    Application.objects.filter(pk=application.pk).update(**columns)


def applications(listing: Listing, count: int) -> list[Application]:
    return [factories.make_application(listing=listing) for _one in range(count)]


def plain_record(employer) -> tuple:
    """The record read row by row, as the product says it."""
    now, days, due, in_time, people = board.now(), [], 0, 0, set()
    for row in Application.objects.filter(listing__employer=employer).exclude(stage="draft"):
        if not now - RECORD_SPAN < row.promise_due_at <= now or row.left_out_of_record:
            continue
        if row.stage == "withdrawn" and row.ended_at < row.promise_due_at:
            continue
        if row.clock_stopped_at and row.clock_stopped_at < row.promise_due_at:
            continue
        due += 1
        people.add(row.seeker_id)
        if row.answered_at:
            days.append((row.answered_at - row.submitted_at) / DAY)
            in_time += row.answered_at <= row.promise_due_at
    return due, len(people), in_time, median(days) if days else None


def kept_record(employer) -> tuple:
    employer.refresh_from_db()
    found = (employer.answer_due_count, employer.answer_seeker_count, employer.answered_count)
    return (*found, employer.answer_median_days)


def test_record_counts_what_fell_due(clock):
    listing = factories.make_listing()
    one, two, three, four, _five = applications(listing, 5)
    clock.forward(days=3)
    one.not_select(by=listing.employer.memberships.get(role="owner").user, reason="filled")
    two.withdraw()
    clock.forward(days=12)
    three.not_select(by=listing.employer.memberships.get(role="owner").user, reason="filled")
    four.withdraw()
    recount_records()
    # In time: one. Late: three. Withdrawn after it fell due: four, not answered. Never: five. Two is left out.
    assert kept_record(listing.employer) == (4, 4, 1, 9)


def test_record_is_what_the_rows_say(clock):
    chance, now = random.Random(3), board.now()
    listings = [factories.make_listing(employer=factories.make_employer(level=1)) for _one in range(3)]
    for listing in listings:
        for application in applications(listing, 12):
            due = now - DAY * chance.randrange(-5, 200)
            sent = due - 14 * DAY
            answered = chance.choice([None, sent + chance.randrange(0, 25) * DAY])
            stage = chance.choice(["withdrawn", "unanswered", "listing_ended", "not_selected"])
            write(
                application, submitted_at=sent, promise_due_at=due, step_due_at=due,
                answered_at=answered if stage != "not_selected" else answered or due,
                stage=stage, refusal_reason="filled" if stage == "not_selected" else "",
                ended_at=sent + chance.randrange(0, 25) * DAY,
                clock_stopped_at=chance.choice([None, None, due - DAY, due + DAY]), left_out_of_record=chance.random() < 0.1,
            )  # fmt: skip
    assert recount_records() == 3
    for listing in listings:
        due, people, in_time, days = plain_record(listing.employer)
        kept = kept_record(listing.employer)
        assert kept[:3] == (due, people, in_time)
        assert kept[3] is None if days is None else abs(float(kept[3]) - days) <= 0.05
    assert recount_records() == 0


def test_record_of_an_employer_that_has_none_is_emptied():
    listing = factories.make_listing()
    type(listing.employer).objects.filter(pk=listing.employer_id).update(
        answer_due_count=9, answer_seeker_count=9, answered_count=9, answer_median_days=4
    )
    recount_records()
    assert kept_record(listing.employer) == (0, 0, 0, None)


def test_order_is_the_moment_and_the_lift(clock):
    quiet, crowded, several = factories.make_listing(), factories.make_listing(), factories.make_listing(openings=2)
    for listing, count in ((crowded, 10), (several, 10)):
        applications(listing, count)
    old = factories.make_listing()
    write(applications(old, 1)[0], submitted_at=board.now() - RECENT)
    rank_listings()
    for listing, recent in ((quiet, 0), (crowded, 10), (several, 10), (old, 0)):
        listing.refresh_from_db()
        assert listing.rank_at == rank_of(listing.published_at, recent, listing.openings)
    assert rank_listings() == 0
