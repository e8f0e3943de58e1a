"""Random walks through the lifecycle by everybody at once: no illegal step, no lost log row, no double answer."""

import os
import random
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from careers.accounts.models import User
from careers.applications.lifecycle import ACTIVE, ANSWERS, STEPS, Stage
from careers.applications.models.application import Application
from careers.applications.models.log import ApplicationChange
from careers.applications.models.verbs import ApplicationRefused
from careers.applications.tasks import follow_listings
from careers.core import clock as board_clock
from careers.core.states import IllegalStep, Step, steps_from
from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused
from tests import databases, factories

WALKS = 40 if os.environ.get("PROOF") else 3
STEPS_A_WALK = 90
REFUSALS = (IllegalStep, ApplicationRefused, ListingRefused)


class World:
    """A listing with little room, its owner, a curator and a few seekers, all acting at random."""

    def __init__(self, dice: random.Random):
        self.dice = dice
        self.owner, self.curator = factories.make_user(), factories.make_curator()
        self.employer = factories.make_employer(owner=self.owner, level=1)
        self.listing = factories.make_listing(employer=self.employer, review_capacity=5, promise_days=7)
        self.seekers = [factories.make_user() for _seat in range(8)]

    def act(self) -> None:
        """One step by somebody: what is refused must change nothing, which `check` sees."""
        # A listing that is shut is soon opened again, or nobody would ever hand in anything.
        weights = (12, 14, 1, 1) if self._listing().is_live else (4, 4, 10, 1)
        who = self.dice.choices((self.seeker, self.member, self.over_listing, self.time), weights)[0]
        before = self.snapshot()
        try:
            who()
        except REFUSALS:
            assert self.snapshot() == before

    def snapshot(self) -> list:
        """All that a step may change."""
        listing = Listing.objects.values("state", "hidden_at", "queue_full_at", "application_count", "waiting_count")
        rows = Application.objects.order_by("pk").values_list(
            "pk", "stage", "answered_at", "step_due_at", "refusal_reason"
        )
        return [list(listing), list(rows), ApplicationChange.objects.count()]

    def seeker(self) -> None:
        """A seeker begins, hands in, takes back, decides or deletes."""
        person = self.dice.choice(self.seekers)
        mine = Application.objects.for_seeker(person).filter(listing=self.listing).order_by("-pk").first()
        verb = self.dice.choice(
            ("start", "submit", "submit", "submit", "withdraw", "accept", "decline", "delete_draft")
        )
        if verb == "start" or mine is None:
            Application.objects.start(self._listing(), person)
        else:
            getattr(mine, verb)()

    def member(self) -> None:
        """The owner moves, refuses, reopens or records."""
        all_of_them = list(Application.objects.handed_in().order_by("pk"))
        if not all_of_them:
            return
        application = self.dice.choice(all_of_them)
        legal = [step.name for step in steps_from(STEPS, application.stage, "employer")]
        every = [step.name for step in STEPS if "employer" in step.actors]
        # Mostly what the table allows, so that stories grow long; now and then anything.
        name = self.dice.choice(legal if legal and self.dice.random() < 0.8 else every)
        if name.startswith("move_to_"):
            application.move(name.removeprefix("move_to_"), by=self.owner)
        elif name == "not_select":
            application.not_select(by=self.owner, reason=self.dice.choice(("skills", "filled")))
        else:
            getattr(application, name)(by=self.owner)

    def over_listing(self) -> None:
        """Owner and curator move the listing under the applications."""
        listing = self._listing()
        usual = self.dice.choice(("pause", "suspend", "hide"))
        back = {"suspended": "restore", "paused": "resume"}.get(listing.state, "unhide" if listing.hidden_at else usual)
        # Now and then what does not fit: that has to be refused.
        verb = self.dice.choice((back, back, back, back, usual))
        if verb in ("suspend", "restore", "hide", "unhide"):
            getattr(listing, verb)(by=self.curator, reason="A look.")
        else:
            getattr(listing, verb)(by=self.owner)

    def time(self) -> None:
        """Days go by, and the clock does what is owed."""
        self.clock.forward(days=self.dice.choice((1, 2, 6)))
        follow_listings.func()

    def _listing(self) -> Listing:
        return Listing.objects.select_related("employer").get(pk=self.listing.pk)


def check(listing: Listing) -> None:
    """All that must hold whenever nothing is under way."""
    for application in Application.objects.prefetch_related("changes"):
        _check_log(application)
        answered = any(
            change.to_stage in ANSWERS and change.actor == "employer" for change in application.changes.all()
        )
        assert (application.answered_at is not None) == answered
    kept = Listing.objects.filter(pk=listing.pk)
    before = kept.values_list("application_count", "waiting_count", "unanswered_count", "queue_full_at").get()
    assert Application.objects.all().recount_all() == 0
    assert before[1] <= kept.get().review_capacity + before[2]
    assert (before[3] is not None) == (before[1] >= kept.get().review_capacity)
    for seeker in User.objects.filter(applications__listing=listing).distinct():
        assert Application.objects.filter(seeker=seeker, listing=listing).exclude(stage="withdrawn").count() <= 1


def _check_log(application: Application) -> None:
    steps = [change for change in application.changes.all() if change.kind not in ApplicationChange.KINDS_BESIDE_STEPS]
    stage = Stage.DRAFT
    answers = []
    for change in steps:
        assert change.from_stage == stage
        known = [step for step in STEPS if step.name == change.kind and stage in step.sources]
        assert [(step.target, change.actor in step.actors) for step in known] == [(change.to_stage, True)]
        stage = change.to_stage
        if stage in ANSWERS and change.actor == "employer":
            answers.append(change.at)
    assert application.stage == stage
    if answers:
        assert application.answered_at == answers[0]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(WALKS))
def test_random_walk_keeps_every_promise(clock, seed):
    clock.forward(seconds=0)
    world = World(random.Random(seed))
    world.clock = clock
    for number in range(STEPS_A_WALK):
        world.act()
        clock.forward(minutes=1)
        if number % 10 == 0:
            check(world.listing)
    check(world.listing)
    assert Application.objects.handed_in().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", Stage.values)
def test_a_step_goes_only_from_where_the_table_says(clock, stage):
    clock.forward(seconds=0)
    standing = _standing_at(stage, clock)
    moment, logged, wrong = board_clock.now(), standing.changes.count(), []
    for step in STEPS:
        clock.at(moment)
        allowed = stage in step.sources
        # Every step is tried on the same rows: what it did is undone.
        with databases.undone():
            went = _takes(step, fresh(standing), clock, is_due=allowed)
            now = fresh(standing)
            said = (went, now.stage, now.changes.count() - logged)
        if said != (allowed, step.target if allowed else stage, int(allowed)):
            wrong.append((step.name, step.target, *said))
    assert not wrong, "\n".join(map(str, wrong))


def _takes(step: Step, application: Application, clock, *, is_due: bool) -> bool:
    """Whether the application takes the step, and is not refused it."""
    owner = application.listing.employer.memberships.get(role="owner").user
    calls = {
        "not_select": lambda: application.not_select(by=owner, reason="filled"),
        "reopen": lambda: application.reopen(by=owner), "record_hire": lambda: application.record_hire(by=owner),
    }  # fmt: skip
    if is_due and step.actors == ("clock",):
        _make_due(application, step.name, owner, clock)
    try:
        if step.name.startswith("move_to_"):
            application.move(step.target, by=owner)
        else:
            calls.get(step.name, getattr(application, step.name))()
    except REFUSALS:
        return False
    return True


def _standing_at(stage: str, clock) -> Application:
    if stage == "unanswered":
        application = factories.make_application()
        clock.forward(days=20)
        application.lapse()
    elif stage == "listing_ended":
        application = factories.make_application()
        _make_due(
            application, "end_with_listing", application.listing.employer.memberships.get(role="owner").user, clock
        )
        application.end_with_listing()
    else:
        application = factories.make_application(stage=stage)
    return Application.objects.select_related("listing__employer").get(pk=application.pk)


def _make_due(application: Application, step: str, owner: User, clock) -> None:
    if step == "end_with_listing":
        Listing.objects.get(pk=application.listing_id).close(by=owner)
    clock.forward(days=20)


# --- two people at the same moment, on connections of their own ---


def at_once(*actions) -> list:
    """Run the actions at the same moment, each on its own connection; gives what each returned or was refused with."""
    barrier, outcomes = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        try:
            barrier.wait(timeout=10)
            outcomes[place] = action()
        except REFUSALS as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def fresh(application: Application) -> Application:
    """As another process would read it."""
    return Application.objects.get(pk=application.pk)


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_are_one():
    application = factories.make_application(stage="draft")
    outcomes = at_once(fresh(application).submit, fresh(application).submit, fresh(application).submit)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IllegalStep", "IllegalStep", "NoneType"]
    assert fresh(application).changes.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'careers.core.mail.deliver' AND args->>'to' = %s",
            [application.seeker.email],
        )
        assert cursor.fetchone()[0] == 1


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_find_one_draft():
    listing, seeker = factories.make_listing(), factories.make_user()
    found = at_once(
        *[lambda: Application.objects.start(Listing.objects.get(pk=listing.pk), seeker) for _tab in range(3)]
    )
    assert len({application.pk for application in found}) == 1
    assert Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_place_in_the_queue_goes_to_one():
    listing = factories.make_listing(review_capacity=5)
    for _seat in range(4):
        factories.make_application(listing=listing)
    drafts = [factories.make_application(stage="draft", listing=listing) for _person in range(4)]
    outcomes = at_once(*[fresh(draft).submit for draft in drafts])
    assert sum(outcome is None for outcome in outcomes) == 1
    listing.refresh_from_db()
    assert (listing.waiting_count, listing.queue_full_at is not None) == (5, True)
    assert listing.changes.filter(kind="queue_full").count() == 1
    check(listing)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(WALKS))
def test_seeker_and_members_at_once_leave_one_story(seed):
    dice = random.Random(seed)
    world = World(dice)
    applications = [factories.make_application(stage="in_review", listing=world.listing) for _person in range(3)]
    for _round in range(6):
        at_once(*[act for application in applications for act in dice.sample(_acts(world, application), 2)])
        check(world.listing)
    assert board_clock.now() - Application.objects.latest("updated_at").updated_at < timedelta(hours=1)


def _acts(world: World, application: Application) -> list:
    owner = world.owner
    return [
        lambda: fresh(application).withdraw(),
        lambda: fresh(application).move("shortlisted", by=owner),
        lambda: fresh(application).not_select(by=owner, reason="filled"),
        lambda: fresh(application).move("offered", by=owner),
        lambda: fresh(application).accept(),
        lambda: fresh(application).reopen(by=owner),
        lambda: world._listing().pause(by=owner),
        lambda: world._listing().resume(by=owner),
    ]


@pytest.mark.django_db(transaction=True)
def test_first_answer_is_set_once_when_two_members_answer_at_once():
    application = factories.make_application(stage="in_review")
    owner = application.listing.employer.memberships.get(role="owner").user
    at_once(
        lambda: fresh(application).move("shortlisted", by=owner),
        lambda: fresh(application).move("interviewing", by=owner),
        lambda: fresh(application).not_select(by=owner, reason="filled"),
    )
    check(application.listing)
    first = application.changes.filter(to_stage__in=ANSWERS).first()
    assert fresh(application).answered_at == first.at


@pytest.mark.django_db
def test_first_answer_stays_the_first(clock):
    clock.forward(seconds=0)
    application = factories.make_application(stage="shortlisted")
    owner = application.listing.employer.memberships.get(role="owner").user
    first = fresh(application).answered_at
    for target in ("interviewing", "offered"):
        clock.forward(days=1)
        fresh(application).move(target, by=owner)
    fresh(application).not_select(by=owner, reason="filled")
    fresh(application).reopen(by=owner)
    assert first is not None and fresh(application).answered_at == first


@pytest.mark.django_db
def test_the_clock_takes_no_step_before_its_time(clock):
    clock.forward(seconds=0)
    application = factories.make_application()
    for step in (Application.lapse, Application.end_with_listing):
        with pytest.raises(IllegalStep):
            step(fresh(application))
    Listing.objects.get(pk=application.listing_id).close(
        by=application.listing.employer.memberships.get(role="owner").user
    )
    with pytest.raises(IllegalStep):
        fresh(application).end_with_listing()
    assert fresh(application).stage == "submitted"


def test_every_stage_is_drawn_from_the_table():
    sources = {source for step in STEPS for source in step.sources}
    targets = {step.target for step in STEPS}
    assert sources | targets == set(Stage.values)
    assert set(ACTIVE) <= sources
