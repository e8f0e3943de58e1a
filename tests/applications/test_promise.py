"""The answer promise: until which moment it runs in every zone and season, and of what a reminder is owed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from careers.applications.models.application import Application
from careers.core import clock as board
from careers.employers.models.employer import Employer
from careers.listings.lifecycle import PROMISES
from careers.listings.models.listing import Listing
from tests import factories

DAYS = tuple(days for days, _words in PROMISES)
# Half and quarter hours, a day that was skipped, a daylight saving of half an hour, midnights that do not exist.
ODD_ZONES = (
    "Asia/Jakarta", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT+12", "Australia/Lord_Howe",
    "America/Santiago", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Atlantic/Azores", "America/St_Johns",
)  # fmt: skip
ZONES = st.one_of(st.sampled_from(ODD_ZONES), st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})))
MOMENTS = st.builds(datetime.fromtimestamp, st.integers(1_577_836_800, 2_145_916_800), st.just(UTC))  # 2020 to 2037


def promise_end(start: datetime, zone: str, days: int) -> datetime:
    employer = Employer(zone=zone)
    return Application(listing=Listing(employer=employer, promise_days=days)).promise_end(start)


@given(start=MOMENTS, zone=ZONES, days=st.sampled_from(DAYS))
@example(start=datetime(2028, 2, 22, 20, tzinfo=UTC), zone="Asia/Jakarta", days=7)  # into a leap day
@example(start=datetime(2027, 2, 27, 23, tzinfo=UTC), zone="Asia/Jakarta", days=7)
@example(start=datetime(2026, 3, 22, 12, tzinfo=UTC), zone="Europe/Berlin", days=7)  # a day of 23 hours
@example(start=datetime(2026, 10, 18, 12, tzinfo=UTC), zone="Europe/Berlin", days=7)  # a day of 25 hours
@example(
    start=datetime(2026, 8, 30, 12, tzinfo=UTC), zone="America/Santiago", days=7
)  # ends in a midnight that is skipped
def test_promise_ends_with_the_promised_day_of_the_employers_zone(start, zone, days):
    end, there = promise_end(start, zone, days), board.zone(zone)
    promised = start.astimezone(there).date() + timedelta(days=days)
    # The last moment before it is still in the promised day, and the end itself is in none before the next.
    assert (end - timedelta(seconds=1)).astimezone(there).date() == promised
    assert end.astimezone(there).date() == promised + timedelta(days=1)
    # Never fewer than the promised days, and less than a day more, but for what an hour's change takes or gives.
    slack = timedelta(hours=1)
    assert timedelta(days=days) - slack <= end - start <= timedelta(days=days + 1) + slack


@given(start=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=3)), zone=ZONES, days=st.sampled_from(DAYS))
def test_promise_of_what_came_later_never_ends_earlier(start, later, zone, days):
    assert promise_end(start, zone, days) <= promise_end(start + later, zone, days)


@pytest.fixture
def listing(kebun, clock):
    """A live listing of Rani's in Jakarta, with a promise of a week; the time is held."""
    clock.at(datetime(2026, 11, 2, 3, tzinfo=UTC))
    return factories.make_listing(employer=kebun, promise_days=7)


def owed() -> list[int]:
    return list(Application.objects.owed_reminders().order_by("pk").values_list("pk", flat=True))


def claim() -> list[int]:
    return [row.pk for row in Application.objects.all().claim_reminders()]


def test_reminder_is_owed_at_two_thirds_and_at_the_end(listing, clock):
    application = factories.make_application(listing=listing)
    two_thirds = application.promise_due_at - timedelta(days=7) / 3
    clock.at(two_thirds - timedelta(seconds=1))
    assert owed() == []
    clock.at(two_thirds)
    assert claim() == [application.pk]
    clock.at(application.promise_due_at - timedelta(seconds=1))
    assert owed() == []
    clock.at(application.promise_due_at)
    assert claim() == [application.pk]
    assert owed() == claim() == []


def test_one_mark_covers_what_a_worker_that_was_down_has_missed(listing, clock):
    application = factories.make_application(listing=listing)
    clock.at(application.promise_due_at + timedelta(days=1))
    assert claim() == [application.pk]
    assert owed() == []


@pytest.mark.parametrize("stage", ["draft", "offered", "hired", "not_selected", "withdrawn", "declined", "shortlisted"])
def test_no_reminder_is_owed_of_what_is_answered_or_ended(listing, clock, stage):
    application = factories.make_application(listing=listing, stage=stage)
    clock.forward(days=6)
    assert owed() == []
    clock.forward(days=20)
    # Whoever is on the short list waits for the next step; all others wait for nobody here.
    assert owed() == ([application.pk] if stage == "shortlisted" else [])


def test_no_reminder_is_owed_while_the_clock_stands_still(listing, clock, ayu):
    factories.make_application(listing=listing)
    listing.suspend(by=ayu, reason="Looked at.")
    start = board.now()
    clock.forward(days=8)
    # Not even before the worker has stopped the clock.
    assert owed() == []
    clock.at(start)
    Application.objects.stop_clocks()
    clock.forward(days=8)
    assert owed() == []
    listing.restore(by=ayu, reason="")
    assert owed() == []
    Application.objects.start_clocks()
    assert Application.objects.get().promise_due_at > board.now()
    assert owed() == []


def test_no_reminder_is_owed_of_what_ends_with_its_listing(listing, clock, rani, ayu):
    removed = factories.make_listing(employer=listing.employer)
    of_removed, late = factories.make_application(listing=removed), factories.make_application(listing=listing)
    listing.fill(by=rani)
    removed.suspend(by=ayu, reason="It asks for money.")
    removed.remove(by=ayu, reason="It asks for money.")
    clock.at(late.promise_due_at - timedelta(days=1))
    # Until its clock ends it may still be decided on: that much is worth a reminder.
    assert claim() == [late.pk]
    clock.at(of_removed.promise_due_at + timedelta(days=1))
    assert owed() == []


def test_each_later_step_starts_its_clock_again_and_owes_one_reminder(listing, clock, rani, ayu):
    application = factories.make_application(listing=listing, stage="shortlisted")
    first = Application.objects.get().step_due_at
    clock.at(first)
    assert claim() == [application.pk]
    assert owed() == []
    # A clock that is stopped and goes on owes no second one for the same step.
    listing.suspend(by=ayu, reason="Looked at.")
    Application.objects.stop_clocks()
    clock.forward(days=2)
    listing.restore(by=ayu, reason="")
    Application.objects.start_clocks()
    clock.forward(days=30)
    assert owed() == []
    application.move("interviewing", by=rani)
    assert owed() == []
    clock.at(Application.objects.get().step_due_at)
    assert claim() == [application.pk]
    assert Application.objects.get().stage == "interviewing"
