"""Eight processes at once on one line: people apply and join, the owner answers, and several workers follow."""

import multiprocessing
import os
import random
from collections import Counter

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.accounts.models import User
from careers.applications.models.application import Application
from careers.applications.models.verbs import ApplicationRefused
from careers.core.states import IllegalStep
from careers.listings.models.listing import Listing
from careers.saved.models import QueueNotice
from careers.saved.tasks import follow_queues
from tests import factories

ROUNDS = 12 if os.environ.get("PROOF") else 1
TURNS = 12
PROCESSES, CAPACITY = 8, 5
OPENED = "careers.core.mail.deliver"


def act(dice: random.Random, listing: Listing, people: list[int]) -> None:
    """One turn of somebody: in the line, before it, in the office, or behind it."""
    turn = dice.choice(("join", "apply", "apply", "answer", "follow"))
    person = dice.choice(people)
    if turn == "join":
        QueueNotice.ask(listing, User.objects.get(pk=person))
    elif turn == "apply":
        for draft in Application.objects.filter(seeker=person, stage="draft"):
            draft.submit()
    elif turn == "answer":
        owner = listing.employer.memberships.get(role="owner").user
        for application in Application.objects.filter(listing=listing).waiting().order_by("pk")[:1]:
            application.not_select(by=owner, reason="filled")
    else:
        follow_queues.func()


def process(seed: int, listing_id: int, people: list[int]) -> None:
    """What one process does; a refusal is no fault, anything else ends it with one."""
    dice = random.Random(seed)
    listing = Listing.objects.select_related("employer").get(pk=listing_id)
    for _turn in range(TURNS):
        try:
            act(dice, listing, people)
        except (ApplicationRefused, IllegalStep):
            continue
    connections.close_all()


def run_at_once(listing: Listing, people: list[int], seed: int) -> list[int | None]:
    """Eight processes with connections of their own; gives how each ended."""
    fork = multiprocessing.get_context("fork")
    connections.close_all()
    started = [
        fork.Process(target=process, args=(seed * PROCESSES + number, listing.pk, people))
        for number in range(PROCESSES)
    ]
    for one in started:
        one.start()
    for one in started:
        one.join(timeout=60)
        if one.is_alive():
            one.kill()
    return [one.exitcode for one in started]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_eight_processes_lose_and_double_nobody_and_overfill_nothing(seed):
    listing = factories.make_listing(review_capacity=CAPACITY)
    for _seat in range(CAPACITY):
        factories.make_application(listing=listing)
    people = [factories.make_user().pk for _one in range(12)]
    for person in people[:6]:
        draft = factories.make_application(stage="draft", listing=listing, seeker=User.objects.get(pk=person))
        assert draft.is_draft
    assert run_at_once(listing, people, seed) == [0] * PROCESSES

    listing.refresh_from_db()
    waiting = Application.objects.filter(listing=listing).waiting().count()
    assert listing.waiting_count == waiting <= CAPACITY
    assert (listing.queue_full_at is not None) == (waiting == CAPACITY)
    # It fills and opens by turns, and between two fillings nobody is written to twice.
    turns = list(listing.changes.filter(kind__startswith="queue_").order_by("pk").values_list("kind", flat=True))
    assert turns == ["queue_full", "queue_open"] * (len(turns) // 2) + ["queue_full"] * (len(turns) % 2)
    mails = ProcrastinateJob.objects.filter(task_name=OPENED, args__subject__startswith="The queue has opened")
    written = Counter(mails.values_list("args__to", flat=True))
    assert all(count <= turns.count("queue_full") for count in written.values())

    # Whoever is left over in the line is told once there is room for all.
    for application in Application.objects.filter(listing=listing).waiting():
        application.not_select(by=listing.employer.memberships.get(role="owner").user, reason="filled")
    Listing.objects.filter(pk=listing.pk).update(review_capacity=50)
    follow_queues.func()
    assert not QueueNotice.objects.waiting().exists()
    told = QueueNotice.objects.standing().values_list("user__email", flat=True)
    assert {*told} <= {*mails.values_list("args__to", flat=True)}
