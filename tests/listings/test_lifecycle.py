"""Random walks of a listing by everybody: no illegal step, an unbroken log, one row a step; also by two people at once."""

import os
import random
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.core import clock as board_clock
from careers.core.states import IllegalStep
from careers.listings.lifecycle import LONGEST_OPEN, STEPS, UNVERIFIED_LISTING_LIMIT, ListingState, is_sampled
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange
from careers.listings.models.revision import ListingRevision
from careers.listings.models.verbs import ListingRefused
from tests import factories

WALKS = 300 if os.environ.get("PROOF") else 15
ROUNDS = 40 if os.environ.get("PROOF") else 6
REFUSED = (IllegalStep, ListingRefused, Listing.DoesNotExist)

# name of a verb → how somebody would call it
VERBS = {
    "submit": lambda listing, who: listing.submit(by=who),
    "take_back": lambda listing, who: listing.take_back(by=who),
    "request_changes": lambda listing, who: listing.request_changes(by=who, reason="Say what it pays."),
    "reject": lambda listing, who: listing.reject(by=who, reason="No job."),
    "grant_appeal": lambda listing, who: listing.grant_appeal(by=who),
    "approve": lambda listing, who: listing.approve(by=who),
    "open": lambda listing, who: listing.open(),
    "unschedule": lambda listing, who: listing.unschedule(by=who),
    "pause": lambda listing, who: listing.pause(by=who),
    "resume": lambda listing, who: listing.resume(by=who),
    "fill": lambda listing, who: listing.fill(by=who),
    "close": lambda listing, who: listing.close(by=who),
    "expire": lambda listing, who: listing.expire(),
    "suspend": lambda listing, who: listing.suspend(by=who, reason="It asks for money."),
    "restore": lambda listing, who: listing.restore(by=who),
    "remove": lambda listing, who: listing.remove(by=who, reason="It asks for money."),
    "edit": lambda listing, who: listing.edit(by=who, values={"openings": 2}),
    "plan": lambda listing, who: listing.edit(by=who, values={"starts_at": board_clock.now() + timedelta(days=2)}),
    "extend": lambda listing, who: listing.extend(
        by=who, closes_at=board_clock.now() + timedelta(days=60), reason="More time."
    ),
    "revise": lambda listing, who: ListingRevision.offer(listing, {"title": "Another title"}, by=who),
    "hide": lambda listing, who: listing.hide(by=who, reason="The employer is suspended."),
    "unhide": lambda listing, who: listing.unhide(by=who),
}
MOVES = {(source, step.target) for step in STEPS for source in step.sources}
BY = {(source, step.name, step.target): step.actors for step in STEPS for source in step.sources}


def holds(listing_pk: int) -> None:
    """What must be true of a listing and its log at any moment."""
    listing = Listing.objects.get(pk=listing_pk)
    changes = list(ListingChange.objects.filter(listing=listing_pk).order_by("pk"))
    state = ""
    for change in changes:
        assert change.from_state == state, "the chain is broken"
        if change.from_state != change.to_state and change.kind != "created":
            assert (change.from_state, change.to_state) in MOVES
            assert change.actor in BY[(change.from_state, change.kind, change.to_state)]
        state = change.to_state
    assert state == listing.state
    if listing.state == ListingState.LIVE:
        assert listing.published_at and listing.closes_at and listing.rank_at
    assert bool(listing.suspended_from) == (listing.state == ListingState.SUSPENDED)


def make_draft(employer, owner) -> Listing:
    """A draft through the door that logs its beginning."""
    values = {
        "title": "Editor of answers",
        "language": "en",
        "engagement": "contractor",
        "description": "You rate answers.",
    }
    return Listing.begin(by=owner, employer=employer, values=values | {"category": factories.make_category()})


@pytest.mark.django_db
@settings(max_examples=WALKS, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    walk=st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 40)), min_size=5, max_size=40),
    level=st.sampled_from([0, 1]),
)
def test_a_random_walk_breaks_nothing(walk, level):
    with transaction.atomic():
        owner, curator = factories.make_user(), factories.make_curator()
        employer = factories.make_employer(owner=owner, level=level)
        listing = make_draft(employer, owner)
        now = board_clock.now()
        for name, days in walk:
            now += timedelta(days=days if days < 5 else 0)
            with board_clock.frozen(now):
                step(listing.pk, name, curator if name in CURATORS else owner)
        transaction.set_rollback(True)


CURATORS = {"request_changes", "reject", "grant_appeal", "approve", "suspend", "restore", "remove", "hide", "unhide"}


def step(pk: int, name: str, who) -> None:
    """Try one verb: it either takes one step of the table and logs it, or changes nothing at all."""
    before, logged = Listing.objects.filter(pk=pk).values().get(), ListingChange.objects.count()
    try:
        VERBS[name](Listing.objects.get(pk=pk), who)
    except REFUSED:
        assert Listing.objects.filter(pk=pk).values().get() == before
        assert ListingChange.objects.count() == logged
    else:
        after = Listing.objects.get(pk=pk)
        steps = [
            kind
            for (kind,) in ListingChange.objects.order_by("-pk")[: ListingChange.objects.count() - logged].values_list(
                "kind"
            )
        ]
        if after.state != before["state"]:
            # A trusted employer's listing passes in two steps, each with its row.
            assert len(steps) == (2 if name == "submit" and after.state in ("live", "scheduled") else 1)
        elif name not in ("revise", "hide", "unhide"):
            assert len(steps) == 1
        assert after.version > before["version"] or name in ("hide", "unhide", "revise")
    holds(pk)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_take_every_step_in_turn():
    owner, curator = factories.make_user(), factories.make_curator()
    employer = factories.make_employer(owner=owner, level=1)
    listing = make_draft(employer, owner)
    dice = random.Random(22)
    names = [name for name in sorted(VERBS) if name not in ("remove", "reject")]

    def go(chosen: list[str], start: threading.Barrier, failures: list) -> None:
        try:
            start.wait()
            for name in chosen:
                try:
                    VERBS[name](Listing.objects.get(pk=listing.pk), curator if name in CURATORS else owner)
                except REFUSED:
                    continue
        except Exception as error:  # noqa: BLE001 -- a thread's failure has to reach the test
            failures.append(repr(error))
        finally:
            connection.close()

    for _round in range(ROUNDS):
        start, failures = threading.Barrier(2), []
        threads = [
            threading.Thread(target=go, args=[dice.choices(names, k=12), start, failures]) for _person in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        holds(listing.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["pause", "fill", "close"])
def test_the_same_button_pressed_twice_at_once_logs_one_step(verb):
    listing = factories.make_listing()
    owner = listing.employer.memberships.get().user
    start = threading.Barrier(2)

    def go() -> None:
        try:
            mine = Listing.objects.get(pk=listing.pk)
            start.wait()
            VERBS[verb](mine, owner)
        except IllegalStep:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _person in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert listing.changes.filter(kind=verb).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_unverified_employer_never_has_more_than_three_whoever_hands_in_at_once():
    owner = factories.make_user()
    employer = factories.make_employer(owner=owner)
    drafts = [factories.make_draft(employer=employer) for _draft in range(6)]
    start = threading.Barrier(len(drafts))

    def go(pk: int) -> None:
        try:
            mine = Listing.objects.get(pk=pk)
            start.wait()
            mine.submit(by=owner)
        except ListingRefused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[draft.pk]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Listing.objects.filter(state="submitted").count() == UNVERIFIED_LISTING_LIMIT


def test_an_unverified_employer_may_hand_in_again_when_a_place_is_free(kebun, rani):
    type(kebun).objects.filter(pk=kebun.pk).update(verification_level=0)
    drafts = [factories.make_draft(employer=kebun) for _draft in range(4)]
    for draft in drafts[:3]:
        draft.submit(by=rani)
    with pytest.raises(ListingRefused):
        drafts[3].submit(by=rani)
    drafts[0].take_back(by=rani)
    drafts[3].submit(by=rani)
    assert drafts[3].state == "submitted"


@override("en")
def test_submit_refuses_what_the_lint_refuses_and_a_retired_profession(kebun, rani):
    draft = factories.make_draft(employer=kebun, description="Female only.")
    with pytest.raises(ListingRefused, match="kept for men or for women"):
        draft.submit(by=rani)
    other = factories.make_draft(employer=kebun)
    other.category.retire()
    with pytest.raises(ListingRefused, match="takes no new listings"):
        other.submit(by=rani)


def test_submit_judges_the_row_as_it_stands_not_as_it_was_read(kebun, rani):
    draft = factories.make_draft(employer=kebun)
    Listing.objects.get(pk=draft.pk).edit(by=rani, values={"description": "Male only."})
    with pytest.raises(ListingRefused):
        draft.submit(by=rani)


def test_approve_judges_the_employer_as_it_stands_not_as_it_was_read(kebun, rani, ayu):
    listing = factories.make_draft(employer=kebun)
    listing.submit(by=rani)
    assert listing.employer.is_public
    type(kebun).objects.get(pk=kebun.pk).suspend(by=ayu, reason="It pretends to be somebody else.")
    with pytest.raises(ListingRefused):
        listing.approve(by=ayu)
    assert Listing.objects.get(pk=listing.pk).state == "submitted"


def handed_in(employer, owner, **columns) -> Listing:
    draft = factories.make_draft(employer=employer)
    Listing.objects.filter(pk=draft.pk).update(**columns)
    listing = Listing.objects.get(pk=draft.pk)
    listing.submit(by=owner)
    return listing


def test_only_a_verified_employer_with_one_approval_passes_straight_through(kebun, rani, ayu):
    first = handed_in(kebun, rani)
    assert first.state == "submitted"
    first.approve(by=ayu)
    second = handed_in(kebun, rani)
    assert second.state == "live"
    assert [(row.kind, row.actor) for row in second.changes.all()][-2:] == [
        ("submit", "employer"),
        ("publish", "board"),
    ]
    type(kebun).objects.filter(pk=kebun.pk).update(verification_level=0)
    assert handed_in(kebun, rani).state == "submitted"


@pytest.mark.parametrize("verb", ["request_changes", "reject"])
def test_a_step_that_owes_a_reason_is_not_taken_without_words(kebun, rani, ayu, verb):
    listing = handed_in(kebun, rani)
    with pytest.raises(ListingRefused):
        getattr(listing, verb)(by=ayu, reason="  ")
    assert Listing.objects.get(pk=listing.pk).state == "submitted"


def test_of_what_passes_straight_through_some_is_sampled(kebun, rani, ayu):
    handed_in(kebun, rani).approve(by=ayu)
    drawn = [True, False, True, False]
    listings = [handed_in(kebun, rani, public_id=factories.unsampled_id(sampled=wanted)) for wanted in drawn]
    assert [bool(listing.sampled_at) for listing in listings] == drawn


def test_one_in_ten_is_drawn_and_the_draw_is_known_only_to_the_board(settings):
    ids = [str(uuid.UUID(int=number)) for number in range(10_000)]
    drawn = {public_id for public_id in ids if is_sampled(public_id)}
    assert 800 < len(drawn) < 1200
    settings.SECRET_KEY = "another board's key, which draws otherwise"
    assert drawn != {public_id for public_id in ids if is_sampled(public_id)}


def test_three_phrases_say_the_same_of_a_table_and_of_one_row(kebun, rani, ayu):
    rows = [factories.make_listing(employer=kebun) for _row in range(7)]
    live, full, hidden, over, paused, closed, suspended = rows
    moment = board_clock.now()
    for row, columns in (
        (full, {"queue_full_at": moment}),
        (hidden, {"hidden_at": moment}),
        (over, {"closes_at": moment}),
    ):
        Listing.objects.filter(pk=row.pk).update(**columns)
    paused.pause(by=rani)
    closed.close(by=rani)
    suspended.suspend(by=ayu, reason="It is not a job.")
    draft = factories.make_draft(employer=kebun)
    expected = {
        "live": {live, full},
        "open_for_applications": {live},
        "public": {live, full, over, paused, closed},
    }
    properties = {"live": "is_live", "open_for_applications": "is_open", "public": "is_public"}
    for phrase, wanted in expected.items():
        assert set(getattr(Listing.objects, phrase)()) == wanted, phrase
        one_by_one = {row for row in Listing.objects.filter(pk__in=[*(row.pk for row in rows), draft.pk])
                      if getattr(row, properties[phrase])}  # fmt: skip
        assert one_by_one == wanted, phrase


def test_a_listing_runs_30_days_unless_chosen_and_90_at_most(kebun, rani):
    plain = factories.make_listing(employer=kebun)
    long = factories.make_listing(employer=kebun, closes_at=board_clock.now() + timedelta(days=400))
    assert plain.closes_at - plain.published_at == timedelta(days=30)
    assert long.closes_at - long.published_at == LONGEST_OPEN


def test_restore_leads_to_expired_when_its_time_is_over(clock, kebun, ayu):
    listing = factories.make_listing(employer=kebun)
    listing.suspend(by=ayu, reason="A look.")
    clock.forward(days=31)
    listing.restore(by=ayu)
    assert listing.state == "expired"


def test_the_clock_opens_and_ends_only_what_is_due(kebun, rani):
    listing = factories.make_listing(employer=kebun)
    with pytest.raises(IllegalStep):
        listing.expire()
    planned = factories.make_draft(employer=kebun, starts_at=board_clock.now() + timedelta(days=1))
    planned.submit(by=rani)
    with pytest.raises(IllegalStep):
        planned.open()
    assert (listing.state, planned.state) == ("live", "scheduled")
