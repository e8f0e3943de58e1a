"""Batches and single listings handed in at the same moment: all come through, and no rule gives way."""

import random
import threading

import pytest
from django.db import connection, transaction

from careers.listings.lifecycle import UNVERIFIED_LISTING_LIMIT
from careers.listings.models.batch import HandedIn, hand_in
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from tests import factories
from tests.listings.test_batch import row, trusted


def at_once(*deeds) -> list:
    """Do these in threads that start together; the answers, or what went wrong."""
    start, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def go(number: int, deed) -> None:
        try:
            start.wait()
            answers[number] = deed()
        except Exception as error:  # noqa: BLE001 -- a thread's failure has to reach the test
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_batches_and_single_listings_of_the_same_titles_at_once_all_come_through():
    owners = [factories.make_user() for _owner in range(2)]
    employers = [trusted(owner) for owner in owners]
    category = factories.make_category()
    names = [f"Editor {number}" for number in range(12)]
    dice = random.Random(5)

    def batch(place: int, order: list[str]):
        return lambda: hand_in(employers[place], [row(name, category=category) for name in order], by=owners[place])

    def single(place: int, name: str):
        values = row(name, category=category)["values"]
        return lambda: Listing.begin(by=owners[place], employer=employers[place], values=values).submit(
            by=owners[place]
        )

    for _round in range(3):
        orders = [dice.sample(names, len(names)) for _batch in range(3)]
        deeds = [
            batch(0, orders[0]),
            batch(0, orders[1]),
            batch(1, orders[2]),
            single(0, names[0]),
            single(1, names[1]),
        ]
        answers = at_once(*deeds)
        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        assert all(answer.refused == [] for answer in answers[:3])
    assert Listing.objects.filter(title__in=names, state="live").count() == 3 * (3 * 12 + 2)


def while_somebody_begins(title: str, *deeds, holder=None) -> list:
    """Do these while a listing of that title is begun by another employer, which hands it in once all of them wait for it."""
    holder = holder or factories.make_employer()
    by = holder.memberships.get().user
    values = row(title, category=factories.make_category("other"))["values"]
    begun, are_waiting = threading.Event(), threading.Event()

    def slow() -> Listing:
        with transaction.atomic():
            listing = Listing.begin(by=by, employer=holder, values=values)
            begun.set()
            assert are_waiting.wait(30)
            listing.submit(by=by)
        return listing

    def watch() -> None:
        for _look in range(100_000):
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone() == (len(deeds),):
                    break
        are_waiting.set()

    return at_once(slow, watch, *(lambda deed=deed: begun.wait(30) and deed() for deed in deeds))


@pytest.mark.django_db(transaction=True)
def test_slug_that_somebody_takes_meanwhile_is_left_to_them():
    employer = trusted(owner := factories.make_user())
    rows = [row("Editor"), row("Writer")]
    mine, _watched, theirs = while_somebody_begins("Editor", lambda: hand_in(employer, rows, by=owner))
    late, undisturbed = (theirs.listings[place].slug for place in (0, 1))
    assert (mine.slug, undisturbed) == ("editor", "writer")
    assert late.startswith("editor-") and len(late) == len("editor-") + 8
    assert {slug.slug for slug in ListingSlug.objects.all()} >= {mine.slug, late, undisturbed}
    assert set(Listing.objects.live().values_list("slug", flat=True)) >= {late, undisturbed}


@pytest.mark.django_db(transaction=True)
def test_two_batches_that_want_the_same_slugs_in_another_order_do_not_stop_each_other():
    owners = [factories.make_user() for _owner in range(2)]
    employers = [trusted(owner) for owner in owners]
    category = factories.make_category()

    def batch(place: int, titles: str):
        rows = [row(title, category=category) for title in titles]
        return lambda: hand_in(employers[place], rows, by=owners[place])

    # Each would hold its first slug, wait for the one in the middle, and then want what the other one holds.
    _slow, _watch, *answers = while_somebody_begins("M", batch(0, "AMB"), batch(1, "BMA"))
    assert [type(answer) for answer in answers] == [HandedIn, HandedIn]
    assert Listing.objects.live().filter(title__in="AMB").count() == 6


@pytest.mark.django_db(transaction=True)
def test_two_listings_of_an_employer_each_begun_and_handed_in_at_once_do_not_stop_each_other():
    employer = trusted(owner := factories.make_user())
    values = row("Writer")["values"]

    def whole() -> Listing:
        with transaction.atomic():
            listing = Listing.begin(by=owner, employer=employer, values=values)
            listing.submit(by=owner)
        return listing

    first, _watched, second = while_somebody_begins("Editor", whole, holder=employer)
    assert (first.state, second.state) == ("live", "live")


@pytest.mark.django_db(transaction=True)
def test_unverified_employer_never_has_more_than_three_however_many_batches_come_at_once():
    employer = factories.make_employer(owner=(owner := factories.make_user()))
    batches = [[row(f"Editor {number}") for number in range(2)] for _batch in range(3)]
    answers = at_once(*(lambda rows=rows: hand_in(employer, rows, by=owner) for rows in batches))
    assert sum(len(answer.listings) for answer in answers) == UNVERIFIED_LISTING_LIMIT
    assert Listing.objects.filter(state="submitted").count() == UNVERIFIED_LISTING_LIMIT
