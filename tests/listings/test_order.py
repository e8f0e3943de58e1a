"""The default order, new mixed with uncrowded: who may not win by it, that it is told, and that pages stay stable."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from careers.applications.models.record import rank_listings
from careers.applications.tasks import rank
from careers.core import clock as board
from careers.listings.crowd import MOST_LIFT, lift, rank_of
from careers.listings.filters import SORTS, ListingFilter
from careers.listings.models.listing import Listing
from careers.listings.views.rows import page_of, rows_of
from tests import factories

pytestmark = pytest.mark.django_db


def owner_of(listing: Listing):
    return listing.employer.memberships.get(role="owner").user


def in_order(words: str = "") -> list[int]:
    """The keys of all live listings, page by page as one leafs through them."""
    found, cursor = [], ""
    while True:
        page = ListingFilter(QueryDict(f"{words}&cursor={cursor}")).page(size=4)
        found += [row.pk for row in page.rows]
        if not (cursor := page.older):
            return found


def crowd(listing: Listing, count: int = 10) -> None:
    for _one in range(count):
        factories.make_application(listing=listing)


# --- what it rests on ---


def test_task_of_the_hour_ranks_listings_by_their_recent_applications():
    quiet, crowded = factories.make_listing(), factories.make_listing()
    crowd(crowded)
    assert in_order() == [crowded.pk, quiet.pk]
    rank.func()
    assert in_order() == [quiet.pk, crowded.pk]
    assert in_order("sort=newest") == [crowded.pk, quiet.pk]


def test_recount_brings_ranks_up_to_date(capsys):
    listing = factories.make_listing()
    crowd(listing)
    call_command("recount")
    assert "1 listings" in capsys.readouterr().out
    listing.refresh_from_db()
    assert listing.rank_at == listing.published_at
    assert rank_listings() == 0


def test_rank_has_its_hour_in_the_plan_of_the_worker():
    planned = rank.blueprint.periodic_registry.periodic_tasks.values()
    assert [each.cron for each in planned if each.task is rank] == ["5 * * * *"]


# --- no gaming ---


def test_listing_that_goes_live_has_the_whole_lift():
    listing = factories.make_listing(openings=3)
    assert listing.rank_at == listing.published_at + MOST_LIFT


@pytest.mark.parametrize("turn", ["pause", "suspend", "extend", "hide"])
def test_no_turn_of_a_listing_renews_its_freshness(clock, turn):
    listing = factories.make_listing()
    crowd(listing, 5)
    rank_listings()
    listing.refresh_from_db()
    first, ranked = listing.published_at, listing.rank_at
    assert ranked == rank_of(first, 5, 1)
    clock.forward(days=2)
    curator = factories.make_curator()
    if turn == "pause":
        listing.pause(by=owner_of(listing))
        clock.forward(days=1)
        listing.resume(by=owner_of(listing))
    elif turn == "suspend":
        listing.suspend(by=curator, reason="A look.")
        listing.restore(by=curator)
    elif turn == "extend":
        listing.extend(by=owner_of(listing), closes_at=board.now() + timedelta(days=60), reason="Still looking.")
    else:
        listing.hide(by=curator, reason="A look.")
        listing.unhide(by=curator)
    listing.refresh_from_db()
    assert (listing.state, listing.published_at, listing.rank_at) == ("live", first, ranked)
    rank_listings()
    listing.refresh_from_db()
    assert listing.rank_at == ranked


def test_waiting_out_the_recent_days_gains_no_more_than_the_lift_of_the_first_day(clock):
    listing = factories.make_listing()
    crowd(listing)
    rank_listings()
    listing.pause(by=owner_of(listing))
    clock.forward(days=20)
    newer = factories.make_listing()
    crowd(newer)
    listing.resume(by=owner_of(listing))
    rank_listings()
    listing.refresh_from_db()
    assert listing.rank_at == listing.published_at + MOST_LIFT
    assert in_order() == [newer.pk, listing.pk]


def test_more_people_sought_gain_no_more_than_the_lift():
    assert lift(0, 1000) == MOST_LIFT
    listing = factories.make_listing(openings=1000)
    crowd(listing)
    rank_listings()
    listing.refresh_from_db()
    assert listing.published_at < listing.rank_at <= listing.published_at + MOST_LIFT


# --- pages ---


@pytest.mark.parametrize("sort", SORTS)
def test_walk_over_the_pages_meets_each_listing_once(sort):
    listings = [factories.make_listing() for _one in range(11)]
    rank_listings()
    found = in_order(f"sort={sort}")
    assert sorted(found) == sorted(row.pk for row in listings) and len(found) == 11


def test_listing_ranked_anew_between_two_pages_moves_alone():
    employer = factories.make_employer(level=1)
    listings = [factories.make_listing(employer=employer) for _one in range(8)]
    rank_listings()
    first = ListingFilter(QueryDict("")).page(size=4)
    # The oldest, on the second page, and the newest, on the first: both become crowded.
    crowd(listings[0])
    crowd(listings[-1])
    rank_listings()
    second = ListingFilter(QueryDict(f"cursor={first.older}")).page(size=8)
    shown = [row.pk for row in first.rows], [row.pk for row in second.rows]
    still = [row.pk for row in listings[1:-1]][::-1]
    assert [pk for page in shown for pk in page if pk in still] == still
    # What has sunk is met again further back, as one that moves is; nothing that stood still is hidden or repeated.
    assert shown[1][-2:] == [listings[-1].pk, listings[0].pk]


@pytest.mark.parametrize("sort", SORTS)
def test_page_read_with_its_cards_is_the_page_of_the_search(sort):
    employers = [factories.make_employer(name=name, level=1) for name in ("Kantor", "Kebun")]
    for number in range(1, 10):
        factories.make_listing(
            title=f"Trainer {number}", employer=employers[number % 2], pay_min=Decimal(number), pay_max=Decimal(90)
        )
    cursor = ""
    for way in ("older", "older", "newer", "older"):
        asked = QueryDict(f"q=trainer&sort={sort}&cursor={cursor}")
        plain, read = ListingFilter(asked).page(size=4), page_of(ListingFilter(asked), size=4)
        assert [row.key for row in read.rows] == [row.key for row in rows_of([row.pk for row in plain.rows])] != []
        assert [bool(read.newer), bool(read.older)] == [bool(plain.newer), bool(plain.older)]
        cursor = getattr(read, way)


# --- what is said of it ---


@pytest.mark.parametrize(
    ("sort", "language", "words"),
    [
        ("", "en", "up to 3 days newer"), ("", "id", "hingga 3 hari lebih baru"),
        ("newest", "en", "first went live"), ("newest", "id", "pertama kali tayang"),
    ],
)  # fmt: skip
def test_list_says_which_order_is_used_and_why(client, sort, language, words):
    factories.make_listing()
    with override(language):
        page = client.get(reverse("listing_list"), {"sort": sort} if sort else {}).content.decode()
        methods = reverse("how_it_works")
    label = {"en": "New, mixed with uncrowded", "id": "Baru, dicampur yang masih sepi"}[language]
    assert words in page and label in page and f'href="{methods}#order"' in page
    assert 'id="order"' in client.get(methods).content.decode()


@pytest.mark.parametrize(
    ("sort", "ways"),
    [("newest", ("Newer", "Older")), ("pay", ("Previous", "Next")), ("relevance", ("Previous", "Next"))],
)
def test_list_names_its_pages_by_its_order(client, sort, ways):
    employer = factories.make_employer(level=1)
    for _number in range(21):
        factories.make_listing(title="Model rater", employer=employer)
    with override("en"):
        first = client.get(reverse("listing_list"), {"q": "rater", "sort": sort})
    second = client.get(first.context["older_url"])
    pager = r'<a class="button" href="[^"]*cursor=[^"]*" rel="(prev|next)">(?:<svg.*?</svg>)?(\w+)<'
    said = [re.findall(pager, page.content.decode()) for page in (first, second)]
    assert said == [[("next", ways[1])], [("prev", ways[0])]]
