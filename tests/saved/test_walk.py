"""The line under random joins, leaves, applications, answers and pauses, with a worker that is often down: after each
run the mails are those that a plain reading of the rules gives, in their order; and at last nobody is left over.
"""

import os
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core import mail

from careers.applications.lifecycle import ATTEMPTS
from careers.applications.models.application import Application
from careers.applications.models.verbs import ApplicationRefused
from careers.applications.tasks import follow_listings
from careers.core import clock as board_clock
from careers.core.states import IllegalStep
from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused
from careers.saved.models import ON_THE_WAY, QueueNotice
from careers.saved.tasks import follow_queues
from tests import factories

pytestmark = pytest.mark.django_db

WALKS = 25 if os.environ.get("PROOF") else 2
STEPS_A_WALK = 150 if os.environ.get("PROOF") else 70
CAPACITY, PEOPLE = 5, 12
REFUSED = (IllegalStep, ApplicationRefused, ListingRefused)


@dataclass
class Place:
    """One person in the line of the plain reading."""

    email: str
    told: datetime | None = None


class PlainLine:
    """The rules of the line in plain Python: it knows who stands where, and what a run of the worker owes them."""

    def __init__(self) -> None:
        self.line: list[Place] = []
        self.filled_at: datetime | None = None

    def join(self, email: str) -> None:
        if all(place.email != email for place in self.line):
            self.line.append(Place(email))

    def leave(self, email: str) -> None:
        self.line = [place for place in self.line if place.email != email]

    def run(self, listing: Listing, applied: set[str], now: datetime) -> list[str]:
        """Who is written to now, in order."""
        self.line = [place for place in self.line if place.email not in applied]
        for place in self.line:
            if place.told and self.filled_at and self.filled_at > place.told:
                place.told = None
        if listing.is_ended:
            told = [place.email for place in self.line]
            self.line = []
            return told
        if not listing.is_open:
            return []
        coming = sum(place.told is not None and now - place.told < ON_THE_WAY for place in self.line)
        free = listing.review_capacity - listing.waiting_count - coming
        due = [place for place in self.line if place.told is None][: max(0, free)]
        for place in due:
            place.told = now
        return [place.email for place in due]


class Walk:
    """A listing with little room, and people who come and go before it."""

    def __init__(self, seed: int, clock, run_jobs) -> None:
        self.dice, self.clock, self.run_jobs = random.Random(seed), clock, run_jobs
        self.owner = factories.make_user()
        employer = factories.make_employer(owner=self.owner, level=1)
        closes_at = board_clock.now() + timedelta(days=60)
        self.pk = factories.make_listing(employer=employer, review_capacity=CAPACITY, closes_at=closes_at).pk
        self.people = [factories.make_user() for _one in range(PEOPLE)]
        self.plain, self.was_full, self.told = PlainLine(), False, 0
        for _seat in range(CAPACITY):
            factories.make_application(listing=self.listing())
        self.notice()

    def listing(self) -> Listing:
        return Listing.objects.select_related("employer").get(pk=self.pk)

    def notice(self) -> None:
        """The plain line hears of a queue that has become full."""
        is_full = self.listing().queue_full_at is not None
        if is_full and not self.was_full:
            self.plain.filled_at = board_clock.now()
        self.was_full = is_full

    def step(self) -> None:
        """Somebody does something, refused or not; time goes on."""
        acts = (self.join, self.leave, self.apply, self.withdraw, self.answer, self.turn, self.resize, self.wait)
        # Who has paused it soon goes on, or nobody would ever come.
        turns = 12 if self.listing().state == "paused" else 1
        self.clock.forward(seconds=self.dice.randrange(1, 600))
        try:
            self.dice.choices(acts, (9, 1, 16, 1, 5, turns, 1, 1))[0](self.dice.choice(self.people))
        except REFUSED:
            pass
        self.notice()

    def join(self, person) -> None:
        if self.listing().queue_full_at:
            QueueNotice.ask(self.listing(), person)
            self.plain.join(person.email)

    def leave(self, person) -> None:
        for notice in QueueNotice.objects.standing().filter(user=person):
            notice.give_up()
        self.plain.leave(person.email)

    def apply(self, person) -> None:
        # Mostly people from outside the line come.
        who = person if self.dice.random() < 0.2 else factories.make_user()
        mine = Application.objects.for_seeker(who).filter(listing=self.pk)
        if mine.count() < ATTEMPTS:
            Application.objects.start(self.listing(), who).submit()

    def withdraw(self, person) -> None:
        for application in Application.objects.for_seeker(person).active():
            application.withdraw()

    def answer(self, person) -> None:
        for application in Application.objects.filter(listing=self.pk).waiting()[: self.dice.randrange(1, 3)]:
            application.not_select(by=self.owner, reason="filled")

    def turn(self, person) -> None:
        listing = self.listing()
        (listing.resume if listing.state == "paused" else listing.pause)(by=self.owner)

    def resize(self, person) -> None:
        Listing.objects.filter(pk=self.pk).update(review_capacity=self.dice.choice((CAPACITY, CAPACITY + 2)))
        Application.objects.mend_queues()

    def wait(self, person) -> None:
        self.clock.forward(hours=self.dice.choice((1, 25)))

    def work(self) -> None:
        """The worker runs, twice for good measure: what it writes is what the plain line says, once."""
        follow_listings.func()
        self.notice()
        handed_in = Application.objects.handed_in().exclude(stage="withdrawn").filter(listing=self.pk)
        owed = self.plain.run(self.listing(), set(handed_in.values_list("seeker__email", flat=True)), board_clock.now())
        mail.outbox.clear()
        follow_queues.func()
        self.run_jobs()
        assert [message.to[0] for message in mail.outbox if "queue" in message.body] == owed
        standing = QueueNotice.objects.standing().in_order().values_list("user__email", "told_at")
        assert list(standing) == [(place.email, place.told) for place in self.plain.line]
        self.told += len(owed)


@pytest.mark.parametrize("seed", range(WALKS))
def test_line_loses_and_doubles_nobody(clock, run_jobs, seed):
    clock.forward(seconds=0)
    walk = Walk(seed, clock, run_jobs)
    for _step in range(STEPS_A_WALK):
        walk.step()
        assert walk.listing().waiting_count <= CAPACITY + 2
        if walk.dice.random() < 0.4:
            walk.work()
    walk.work()
    # Everybody is answered, and nobody takes a place: each who stands there is told in turn.
    if walk.listing().state == "paused":
        walk.turn(walk.owner)
    for application in Application.objects.filter(listing=walk.pk).waiting():
        application.not_select(by=walk.owner, reason="filled")
    for _day in range(PEOPLE):
        walk.work()
        clock.forward(hours=25)
    assert all(place.told for place in walk.plain.line) and walk.told > 5
    walk.listing().close(by=walk.owner)
    walk.work()
    assert not QueueNotice.objects.standing().exists()
