"""How PostgreSQL goes about the searches that are asked most: it scans no whole table, and sorts no more than a few rows.

Over some 8,000 listings, committed and vacuumed in a database of their own: what the planner knows is what it knows of a
real board. The statements are those that the code sends, caught on their way.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import QueryDict

from careers.employers.models.employer import Employer
from careers.listings.filters import ListingFilter
from careers.listings.models import counts, relevance, tally
from careers.listings.models.listing import Listing
from careers.listings.views import rows
from tests import databases, factories
from tests.listings.boards import NOW, exact_up_to, multiply, random_board

ROWS, COPIES = 100, 79
BY_KEY = "careers_listing_pkey"
FEW = 1200  # what may be found first and sorted then: see ListingFilter.page
PAGE = 21  # what is put into its order again beside what its cards show
RARE = "zebra"  # in the words of one listing in a hundred

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _large(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), databases.another_database(connection):
        first, second, *_others = random_board(ROWS, seed=47)
        Listing.objects.filter(pk=first.pk).update(title="Zebra model trainer", description="A zebra reads.")
        rare = factories.make_employer(name="Rumah Langka", level=1)
        Listing.objects.filter(pk=second.pk).update(employer=rare)
        multiply(COPIES)
        _vacuum()
        yield


def _vacuum() -> None:
    """Until every page is known to be visible to all: the server's own vacuum may look on at the same moment."""
    with connection.cursor() as cursor:
        for _try in range(20):
            cursor.execute("VACUUM (ANALYZE, INDEX_CLEANUP ON) careers_listing")
            cursor.execute("SELECT relallvisible >= relpages FROM pg_class WHERE oid = 'careers_listing'::regclass")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("somebody keeps the rows from being vacuumed")


@pytest.fixture
def board(_large, db, clock) -> None:
    """A board that is large enough for the planner to care, at NOW."""
    clock.at(NOW)


@contextmanager
def plans() -> Iterator[list[dict]]:
    """The plans of what is asked of the listings meanwhile, each as a list of its nodes."""
    asked: list[tuple] = []

    def catch(execute, sql, params, many, context):
        if "careers_listing" in sql and not sql.startswith("EXPLAIN"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    found: list[dict] = []
    with connection.execute_wrapper(catch):
        yield found
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone()
            plan = json.loads(plan) if isinstance(plan, str) else plan
            found.append({"sql": sql, "nodes": list(_nodes(plan[0]["Plan"]))})


def _nodes(node: dict) -> Iterator[dict]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def used(plan: dict) -> set[str]:
    """The indexes that a plan goes by."""
    return {node["Index Name"] for node in plan["nodes"] if "Index Name" in node}


def sorted_rows(plan: dict) -> float:
    """The most rows that a plan expects to sort at once."""
    sorts = [node for node in plan["nodes"] if node["Node Type"] == "Sort"]
    return max((node["Plans"][0]["Plan Rows"] for node in sorts), default=0)


def check(found: list[dict]) -> None:
    """No scan of the listings, and no sort of more than a few."""
    assert found
    for plan in found:
        scans = [node["Node Type"] for node in plan["nodes"] if node.get("Relation Name") == "careers_listing"]
        assert "Seq Scan" not in scans, plan["sql"]
        assert sorted_rows(plan) <= FEW, plan["sql"]


def page_of(words: str, cursor: str = "") -> tuple[list[dict], ListingFilter]:
    """The plans of a page of a search, which has to be a whole one."""
    search = ListingFilter(QueryDict(words + (f"&cursor={cursor}" if cursor else "")))
    with plans() as found:
        page = rows.page_of(search)
    assert len(page.rows) == 20 and not search.errors
    check(found)
    return found, page


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("sort=newest", "listing_newest"),
        ("", "listing_fresh"),
        ("sort=pay", "listing_by_pay"),
        ("q=model&sort=newest", "listing_newest"),
        ("q=model&sort=fresh", "listing_fresh"),
    ],
)
def test_what_many_rows_fit_is_met_along_its_order(board, words, index):
    found, _page = page_of(words)
    assert index in used(found[0]) and sorted_rows(found[0]) <= PAGE


def test_what_is_open_to_somebody_is_met_along_the_order(board, monkeypatch):
    # On a board of so few the guess at the sums of the verdict would have all of them found first.
    monkeypatch.setattr(counts, "MET", 0)
    found, _page = page_of("country=ID&eligibility=open&sort=newest")
    walks = [plan for plan in found if "listing_newest" in used(plan)]
    assert walks and max(map(sorted_rows, walks)) <= PAGE


def test_listings_of_a_profession_are_met_in_their_order(board):
    found, _page = page_of("category=data")
    assert used(found[0]) & {"listing_category_live", "listing_fresh"} and sorted_rows(found[0]) <= PAGE


@pytest.mark.parametrize(
    "words",
    [
        "engagement=contractor&technical=deep&period=hour",
        "engagement=contractor&technical=deep&category=data&sort=newest",
        "background=journalism&track=local-business&technical=none",
        "pay_from=500&currency=USD&per=hour", "hours_max=3", "country=ID&overlap=8&technical=deep",
    ],
)  # fmt: skip
def test_filters_scan_no_table(board, words):
    page_of(words)


def test_rare_word_is_looked_up_and_its_few_rows_sorted(board):
    for sort in ("newest", "fresh", "pay"):
        found, _page = page_of(f"q={RARE}&sort={sort}")
        assert "listing_search_words" in used(found[0])
        assert sorted_rows(found[0]) <= 4 * (1 + COPIES)


def test_named_employer_is_looked_up(board):
    slug = Employer.objects.get(name="Rumah Langka").slug
    found, _page = page_of(f"employer={slug}")
    assert not used(found[0]) & {"listing_fresh", "listing_newest"} and sorted_rows(found[0]) <= 4 * (1 + COPIES)


@pytest.mark.parametrize(
    ("sort", "index"), [("newest", "listing_newest"), ("fresh", "listing_fresh"), ("pay", "listing_by_pay")]
)
def test_page_far_back_begins_where_it_stands_both_ways(board, sort, index):
    far = ListingFilter(QueryDict(f"sort={sort}")).page(size=4000)
    found, page = page_of(f"sort={sort}", far.older)
    back, _page = page_of(f"sort={sort}", page.newer)
    for plan in (found[0], back[0]):
        assert used(plan) >= {index} and sorted_rows(plan) <= PAGE
        (walk,) = [node for node in plan["nodes"] if node.get("Index Name") == index]
        column = {"newest": "published_at", "fresh": "rank_at", "pay": "pay_sort"}[sort]
        assert column in walk.get("Index Cond", "")


def test_page_far_back_of_a_common_word_begins_where_it_stands(board):
    far = ListingFilter(QueryDict("q=model&sort=newest")).page(size=1500)
    found, _page = page_of("q=model&sort=newest", far.older)
    (walk,) = [node for node in found[0]["nodes"] if node.get("Index Name") == "listing_newest"]
    assert "published_at" in walk["Index Cond"]


def test_relevance_meets_the_newest_and_looks_titles_up(board, monkeypatch):
    # Fewer are scored, as there are fewer listings.
    monkeypatch.setattr(relevance, "NEWEST", 30)
    monkeypatch.setattr(relevance, "TITLED", 30)
    found, _page = page_of("q=model")
    newest, titled = [plan for plan in found if "WITH asked" in plan["sql"]]
    assert (used(newest), used(titled)) == ({"listing_fresh", BY_KEY}, {"listing_title_words", BY_KEY})
    found, _page = page_of(f"q={RARE}")
    newest, titled = [plan for plan in found if "WITH asked" in plan["sql"]]
    assert (used(newest), used(titled)) == ({"listing_search_words", BY_KEY}, {"listing_title_words", BY_KEY})


@pytest.mark.parametrize("number", [60, 250, 600])
def test_what_was_just_published_sends_no_rare_word_through_the_whole_table(board, number):
    """Words that wait to be sorted into an index make a search of it dearer, in the eyes of the planner too."""
    newest = Listing.objects.order_by("-pk").values("pk")[:number]
    Listing.objects.filter(pk__in=newest).update(title=Concat("title", Value(" anew")))
    search = ListingFilter(QueryDict("q=zzqqxy"))
    with plans() as found:
        assert (rows.page_of(search).rows, search.tally.total, search.put_right()) == ([], 0, None)
    assert any("careers_searchterm" in plan["sql"] for plan in found)
    check(found)


def test_whole_board_is_counted_by_a_part_of_an_index_alone(board, monkeypatch):
    """While the worker has taken no bitmaps yet."""
    monkeypatch.setattr(tally, "BUDGET", 1000)
    search = ListingFilter(QueryDict(""))
    with exact_up_to(500), plans() as found:
        assert search.tally.is_estimate
    check(found)
    for plan in found:
        (walk,) = [node for node in plan["nodes"] if node.get("Relation Name") == "careers_listing"]
        assert (walk["Node Type"], walk.get("Index Name")) == ("Index Only Scan", "listing_sample"), plan["sql"]


@pytest.mark.parametrize("words", [f"q={RARE}", "engagement=contractor&technical=deep&period=hour&category=data"])
def test_few_are_counted_without_a_scan(board, words):
    search = ListingFilter(QueryDict(words))
    with plans() as found:
        assert not search.tally.is_estimate
    check(found)


def test_zones_are_looked_up_one_after_the_other(board):
    with plans() as found:
        assert len(Listing.objects.named_zones()) > 5
    check(found)
    assert all(used(plan) == {"listing_zones"} for plan in found)
