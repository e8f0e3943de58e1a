"""The line before a full queue: first come, first told; nobody lost, nobody told twice, nobody pushed back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from careers.applications.models.application import Application
from careers.applications.models.verbs import ApplicationRefused
from careers.listings.models.listing import Listing
from careers.saved.models import ON_THE_WAY, QueueNotice
from careers.saved.tasks import follow_queues
from tests import factories

pytestmark = pytest.mark.django_db

CAPACITY = 5


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def full():
    """A live listing whose queue is full, and the owner who can answer."""
    listing = factories.make_listing(review_capacity=CAPACITY)
    for _one in range(CAPACITY):
        factories.make_application(listing=listing)
    listing.refresh_from_db()
    return listing


def owner_of(listing: Listing):
    return listing.employer.memberships.get(role="owner").user


def answer(listing: Listing, count: int) -> None:
    for application in Application.objects.filter(listing=listing).waiting().order_by("pk")[:count]:
        application.not_select(by=owner_of(listing), reason="filled")


def stand(listing: Listing, count: int) -> list[QueueNotice]:
    return [QueueNotice.ask(listing, factories.make_user(language="en")) for _one in range(count)]


@pytest.fixture
def follow(run_jobs):
    """As the worker does, and once more for nothing; gives the addresses that were written to about the line, in order."""

    def run() -> list[str]:
        mail.outbox.clear()
        run_jobs()
        follow_queues.func()
        run_jobs()
        told = [message.to[0] for message in mail.outbox if "queue" in message.body]
        follow_queues.func()
        run_jobs()
        assert len([message for message in mail.outbox if "queue" in message.body]) == len(told)
        return told

    return run


def emails_of(notices: list[QueueNotice]) -> list[str]:
    return [notice.user.email for notice in notices]


def test_nobody_is_told_while_it_is_full(full, follow):
    stand(full, 3)
    assert follow() == []


def test_as_many_are_told_as_places_opened_first_come_first(full, follow):
    line = stand(full, 4)
    answer(full, 2)
    assert follow() == emails_of(line[:2])
    answer(full, 1)
    assert follow() == emails_of(line[2:3])


def test_who_applied_leaves_the_line(full, follow):
    first, second = stand(full, 2)
    answer(full, 1)
    follow()
    factories.make_application(listing=full, seeker=first.user)
    follow()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.ended_at is not None, second.ended_at, second.told_at) == (True, None, None)


def test_who_finds_it_full_again_keeps_the_place(full, follow):
    line = stand(full, 2)
    answer(full, 1)
    assert follow() == emails_of(line[:1])
    factories.make_application(listing=full)  # somebody else was quicker
    assert follow() == []
    later = stand(full, 1)
    answer(full, 1)
    assert follow() == emails_of(line[:1])
    answer(full, 2)
    assert follow() == emails_of(line[1:] + later)


def test_place_that_nobody_takes_goes_to_the_next(full, follow, clock):
    clock.forward(seconds=0)
    line = stand(full, 2)
    answer(full, 1)
    assert follow() == emails_of(line[:1])
    clock.forward(seconds=ON_THE_WAY.total_seconds() - 1)
    assert follow() == []
    clock.forward(seconds=2)
    assert follow() == emails_of(line[1:])


def test_worker_that_was_down_finds_everybody_again(full, follow):
    line = stand(full, 3)
    answer(full, 5)
    assert follow() == emails_of(line)


def test_end_of_the_listing_ends_the_line_with_a_word(full, follow):
    line = stand(full, 2)
    full.close(by=owner_of(full))
    assert follow() == emails_of(line)
    assert not QueueNotice.objects.standing().exists()


def test_listing_that_leads_outside_from_now_on_ends_the_line_with_a_word(full, follow):
    line = stand(full, 2)
    Listing.objects.filter(pk=full.pk).update(apply_at="outside", apply_url="https://jobs.kebun.example/")
    assert follow() == emails_of(line)
    assert all("own address" in message.body for message in mail.outbox if "queue" in message.body)
    assert not QueueNotice.objects.standing().exists()


def test_pause_tells_nobody(full, follow):
    stand(full, 1)
    answer(full, 2)
    full.refresh_from_db()
    full.pause(by=owner_of(full))
    assert follow() == []
    full.resume(by=owner_of(full))
    assert len(follow()) == 1


def test_page_offers_the_line_only_when_it_is_full(client, dewi, full):
    client.force_login(dewi)
    url = reverse("queue_notice", args=[full.slug])
    assert b"Tell me when it opens" in client.get(url).content
    client.post(url)
    client.post(url)
    assert QueueNotice.objects.standing().filter(user=dewi).count() == 1
    client.post(url, {"leave": "1"})
    assert not QueueNotice.objects.standing().exists()
    answer(full, 1)
    client.post(url)
    assert not QueueNotice.objects.standing().exists()


def test_line_of_a_stranger_is_nobodys_business(client, dewi, tono, full):
    QueueNotice.ask(full, tono)
    client.force_login(dewi)
    assert full.title not in client.get(reverse("queue_notice_list")).content.decode()
    client.post(reverse("queue_notice", args=[full.slug]), {"leave": "1"})
    assert QueueNotice.objects.standing().filter(user=tono).exists()


def test_place_counts_those_before(full):
    assert [notice.place for notice in stand(full, 3)] == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_tell_nobody_twice_and_overfill_nothing(run_jobs):
    """Eight followers and eight applicants at the same moment: three places, three applications, three told at most."""
    listing = factories.make_listing(review_capacity=CAPACITY)
    for _one in range(CAPACITY):
        factories.make_application(listing=listing)
    stand(listing, 8)
    drafts = [factories.make_application(stage="draft", listing=listing) for _one in range(8)]
    answer(listing, 3)
    run_jobs()
    mail.outbox.clear()

    def at_once(turn: int) -> None:
        try:
            follow_queues.func()
            drafts[turn].submit()
        except ApplicationRefused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(at_once, range(8)))
    run_jobs()
    listing.refresh_from_db()
    told = [message.to[0] for message in mail.outbox if "queue" in message.body]
    assert listing.waiting_count == CAPACITY == Application.objects.filter(listing=listing).waiting().count()
    assert len(told) == len(set(told)) <= 3


def test_line_that_filled_and_opened_while_the_worker_was_down_is_told_again(full, follow):
    line = stand(full, 2)
    answer(full, 1)
    assert follow() == emails_of(line[:1])
    factories.make_application(listing=full)  # somebody else was quicker, and is answered before the worker is back
    answer(full, 1)
    assert follow() == emails_of(line[:1])


@pytest.mark.parametrize("lines", [1, 6])
def test_lines_in_which_nothing_is_owed_cost_one_question(lines, run_jobs):
    for _one in range(lines):
        listing = factories.make_listing(review_capacity=CAPACITY)
        for _seat in range(CAPACITY):
            factories.make_application(listing=listing)
        stand(listing, 2)
    run_jobs()
    with CaptureQueriesContext(connection) as asked:
        follow_queues.func()
    assert len(asked) == 1


def test_lines_in_which_something_is_owed_are_the_only_ones_that_are_locked(full, run_jobs):
    stand(full, 2)
    quiet = factories.make_listing(review_capacity=CAPACITY)
    for _seat in range(CAPACITY):
        factories.make_application(listing=quiet)
    stand(quiet, 2)
    answer(full, 1)
    with CaptureQueriesContext(connection) as asked:
        follow_queues.func()
    assert len([query for query in asked if "FOR NO KEY UPDATE" in query["sql"]]) == 1
