"""What the clock owes to applications: stopped and started clocks, ends with a listing, lapses; each safe to run twice."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.translation import override

from careers.applications.lifecycle import GRACE
from careers.applications.models.application import Application
from careers.applications.models.log import ApplicationChange
from careers.applications.models.verbs import ApplicationRefused
from careers.applications.tasks import follow_listings
from careers.core import clock as board_clock
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(kebun):
    """A live listing of Rani's, with a promise of a week."""
    return factories.make_listing(employer=kebun, promise_days=7)


def follow() -> None:
    """As the worker does, twice over: the second run finds nothing to do."""
    follow_listings.func()
    logged = ApplicationChange.objects.count()
    rows = list(Application.objects.order_by("pk").values())
    follow_listings.func()
    assert ApplicationChange.objects.count() == logged
    assert list(Application.objects.order_by("pk").values()) == rows


def stage_of(application) -> str:
    """Where it stands in the database."""
    return Application.objects.values_list("stage", flat=True).get(pk=application.pk)


def test_lapses_when_promise_and_grace_are_over_and_not_before(listing, clock):
    clock.forward(seconds=0)
    silent = factories.make_application(listing=listing)
    read = factories.make_application(stage="in_review", listing=listing)
    answered = factories.make_application(stage="shortlisted", listing=listing)
    clock.at(silent.promise_due_at + GRACE - timedelta(seconds=1))
    follow()
    assert (stage_of(silent), stage_of(read)) == ("submitted", "in_review")
    clock.at(silent.promise_due_at + GRACE)
    follow()
    assert (stage_of(silent), stage_of(read), stage_of(answered)) == ("unanswered", "unanswered", "shortlisted")
    listing.refresh_from_db()
    assert (listing.unanswered_count, listing.waiting_count) == (2, 2)


def test_reading_gains_no_time(listing, rani, clock):
    clock.forward(seconds=0)
    application = factories.make_application(listing=listing)
    due = application.step_due_at
    clock.forward(days=6)
    application.move("in_review", by=rani)
    assert Application.objects.get().step_due_at == due
    application.move("shortlisted", by=rani)
    assert Application.objects.get().step_due_at > due
    assert Application.objects.get().promise_due_at == due


def test_ends_with_its_listing_when_its_clock_does(listing, rani, clock, run_jobs):
    clock.forward(seconds=0)
    silent = factories.make_application(listing=listing)
    offered = factories.make_application(stage="offered", listing=listing)
    Listing.objects.get(pk=listing.pk).close(by=rani)
    follow()
    assert stage_of(silent) == "submitted"
    clock.at(silent.step_due_at)
    follow()
    assert (stage_of(silent), stage_of(offered)) == ("listing_ended", "offered")
    assert Application.objects.get(pk=silent.pk).answered_at is None


@override("en")
def test_may_be_moved_after_the_end_until_its_clock_is_over(listing, rani, clock):
    clock.forward(seconds=0)
    one, late = factories.make_application(listing=listing), factories.make_application(listing=listing)
    Listing.objects.get(pk=listing.pk).close(by=rani)
    Application.objects.get(pk=one.pk).move("shortlisted", by=rani)
    clock.at(late.step_due_at)
    with pytest.raises(Exception, match="The listing has ended"):
        Application.objects.get(pk=late.pk).move("shortlisted", by=rani)
    assert (stage_of(one), stage_of(late)) == ("shortlisted", "submitted")


def test_removal_ends_everything_at_once_and_shuts_the_cv(listing, ayu, clock):
    clock.forward(seconds=0)
    application = factories.make_application(stage="interviewing", listing=listing)
    Listing.objects.get(pk=listing.pk).suspend(by=ayu, reason="A look.")
    follow()
    Listing.objects.get(pk=listing.pk).remove(by=ayu, reason="It is a trap.")
    follow()
    assert stage_of(application) == "listing_ended"
    assert not Application.objects.select_related("listing").get().cv_is_open_to_employer


def test_suspension_stops_the_clock_and_restoring_moves_the_dates(listing, ayu, clock):
    clock.forward(seconds=0)
    application = factories.make_application(listing=listing)
    due = application.promise_due_at
    clock.forward(days=3)
    Listing.objects.get(pk=listing.pk).suspend(by=ayu, reason="A look.")
    follow()
    assert Application.objects.get().clock_stopped_at == board_clock.now()
    clock.forward(days=10)
    follow()
    assert stage_of(application) == "submitted"
    Listing.objects.get(pk=listing.pk).restore(by=ayu)
    # Asked before the dates are moved, nothing may lapse.
    assert not Application.objects.due_to_lapse().exists()
    follow()
    kept = Application.objects.get()
    assert (kept.clock_stopped_at, kept.promise_due_at, kept.step_due_at) == (
        None,
        due + timedelta(days=10),
        due + timedelta(days=10),
    )
    clock.at(due + timedelta(days=10) + GRACE)
    follow()
    assert stage_of(application) == "unanswered"


def test_a_hidden_listing_stops_the_clock_too(listing, ayu, clock):
    clock.forward(seconds=0)
    factories.make_application(listing=listing)
    Listing.objects.get(pk=listing.pk).hide(by=ayu, reason="Employer suspended.")
    follow()
    assert Application.objects.get().clock_stopped_at is not None
    Listing.objects.get(pk=listing.pk).unhide(by=ayu)
    follow()
    assert Application.objects.get().clock_stopped_at is None


def test_one_row_that_cannot_step_does_not_hold_up_the_others(listing, clock, monkeypatch):
    clock.forward(seconds=0)
    applications = [factories.make_application(listing=listing) for _person in range(3)]
    clock.forward(days=20)
    lapse = Application.lapse

    def changed_meanwhile(self):
        if self.pk == applications[0].pk:
            Application.objects.get(pk=self.pk).withdraw()
        return lapse(self)

    monkeypatch.setattr(Application, "lapse", changed_meanwhile)
    follow_listings.func()
    assert [stage_of(application) for application in applications] == ["withdrawn", "unanswered", "unanswered"]


def test_changed_capacity_opens_and_fills_the_queue(listing):
    for _seat in range(5):
        factories.make_application(listing=listing)
    Listing.objects.filter(pk=listing.pk).update(review_capacity=5)
    follow()
    assert Listing.objects.get(pk=listing.pk).queue_full_at is not None
    Listing.objects.filter(pk=listing.pk).update(review_capacity=6)
    follow()
    assert Listing.objects.get(pk=listing.pk).queue_full_at is None


def test_recount_mends_what_is_wrong_and_leaves_the_rest(listing, capsys):
    factories.make_application(listing=listing)
    factories.make_application(stage="draft", listing=listing)
    factories.make_application(stage="withdrawn", listing=listing)
    call_command("recount")
    assert capsys.readouterr().out.startswith("Counters mended of 0 listings, queues of 0, answer records of 0.\n")
    Listing.objects.filter(pk=listing.pk).update(application_count=99, waiting_count=0)
    call_command("recount")
    assert capsys.readouterr().out.startswith("Counters mended of 1 listings")
    listing.refresh_from_db()
    assert (listing.application_count, listing.waiting_count) == (1, 1)


def test_events_reach_the_follower(listing, ayu, run_jobs):
    factories.make_application(listing=listing)
    Listing.objects.get(pk=listing.pk).suspend(by=ayu, reason="A look.")
    run_jobs()
    assert Application.objects.get().clock_stopped_at is not None


def test_employer_moves_nothing_while_the_listing_is_suspended(listing, rani, ayu):
    application = factories.make_application(listing=listing)
    Listing.objects.get(pk=listing.pk).suspend(by=ayu, reason="It is not a job.")
    with pytest.raises(ApplicationRefused):
        Application.objects.get(pk=application.pk).move("shortlisted", by=rani)
    assert stage_of(application) == "submitted"


def test_who_became_a_member_meanwhile_cannot_send_the_draft(listing):
    draft = factories.make_application(stage="draft", listing=listing)
    factories.make_member(listing.employer, "reviewer", draft.seeker)
    with pytest.raises(ApplicationRefused):
        Application.objects.get(pk=draft.pk).submit()
    assert stage_of(draft) == "draft"
