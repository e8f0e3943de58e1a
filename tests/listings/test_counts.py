"""Counts of large results by kept bitmaps: those of the worker's last round, and exact ones up to CAP whatever it knows.

CAP is lowered, for no board of a test is large: of 2,400 listings 300 are few.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from careers.listings.filters import ListingFilter
from careers.listings.models import counts
from careers.listings.models.bitmaps import USELESS, FilterBitmap
from careers.listings.models.counts import NEARLY
from careers.listings.models.listing import Listing
from careers.listings.models.tally import OPTIONS, Tally
from careers.listings.tasks import take_bitmaps
from careers.listings.views.loosening import alone, loosened
from careers.taxonomy.models import Background
from tests import factories
from tests.listings.boards import NOW, exact_up_to, exactly, multiply, random_board
from tests.listings.test_bitmaps import keep

pytestmark = pytest.mark.django_db

ROWS, COPIES, CAP = 96, 24, 300
COMMON = [
    "", "q=data", "q=model+-data", "q=data+or+review+or+model", "q=%22data%22", "technical=none&technical=some", "engagement=contractor",
    "crowd=under-50", "hours_max=40", "posted=50&technical=deep", "background=law&background=teaching",
    "pay_from=5&currency=USD&per=hour&pay_unknown=1", "country=ID&zone=Asia/Jakarta", "country=DE&eligibility=open&eligibility=not-stated",
    "country=ID&overlap=2&technical=none", "country=US&q=data&work_language=en",
]  # fmt: skip


@pytest.fixture(scope="module")
def _large(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Made once for the module, in a transaction around those of its tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        rows = random_board(ROWS, seed=43)
        # Each copy has what its first has: so many rows are 25 times as many.
        for slug, count in (("just-few", 12), ("some-more", 13)):
            background = factories.make_background(slug, name_en=slug, name_id=slug)
            for row in rows[:count]:
                row.backgrounds.add(background)
        multiply(COPIES)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def large(_large, clock) -> Iterator[None]:
    """The board at NOW, where results above CAP are large."""
    clock.at(NOW)
    with exact_up_to(CAP):
        yield


def counts_of(words: str) -> dict[tuple[str, ...], Tally]:
    """Every count that the page of a search may ask for: what is left out → the count."""
    search = ListingFilter(QueryDict(words))
    totals = {(word, "total"): search.total(word) for word in search.chosen}
    return {(): search.tally} | {(word,): search.tally_without(word) for word in search.chosen} | totals


def asked_for(*searches: str) -> None:
    """Ask for searches, and let the worker take what is wanted: first what they are made of, then options they lack."""
    for _round in range(2):
        for words in searches:
            counts_of(words)
        take_bitmaps.func()


def test_large_counts_are_those_of_the_last_round_and_read_no_listing(large):
    """And they cost the same however much is chosen: one statement for it, one for the options."""
    asked_for(*COMMON)
    for words in COMMON:
        hold_against_the_truth(words)
        for count, cost in ((lambda search: search.tally, 2), (lambda search: search.total(), 1)):
            with CaptureQueriesContext(connection) as queries:
                assert count(ListingFilter(QueryDict(words))).is_estimate
            asked = [query["sql"] for query in queries]
            assert not [sql for sql in asked if re.search(r"\bcareers_listing\b", sql)], words
            assert len([sql for sql in asked if '"members"' in sql]) == cost, words
            assert len(asked) <= 2 * cost + 7, words  # the vocabulary and what is kept, which a process holds


def test_ways_on_where_nothing_fits_are_counted_like_the_searches_they_lead_to(large):
    asked_for("q=data")
    for words, ways_of in (("q=zebra+data", loosened), ("q=zebra+quagga+data", alone)):
        search = ListingFilter(QueryDict(words))
        assert search.tally.total == 0
        with CaptureQueriesContext(connection) as queries:
            (way,) = ways_of(search)
        assert (way["url"].partition("?")[2], way["order"]) == (
            "q=data",
            ListingFilter(QueryDict("q=data")).tally.total,
        )
        # Other words find nothing, which only the listings can tell; how many have this one is known.
        assert not [query["sql"] for query in queries if "COUNT(*)" in query["sql"] and "'data'" in query["sql"]]


def hold_against_the_truth(words: str) -> None:
    """Every count of a search: exact up to CAP, above it what the bitmaps say, each facet without its own choice."""
    said = counts_of(words)
    with exactly():
        true = counts_of(words)
    assert true[()].total > CAP * NEARLY
    for left_out, tally in said.items():
        truth = true[left_out]
        assert tally.is_estimate == (truth.total > CAP), (words, left_out)
        if not CAP < truth.total <= CAP * NEARLY:
            assert tally.total == truth.total, (words, left_out)
        if truth.total <= CAP * NEARLY or "total" in left_out:
            continue
        options = {"category", "background", *OPTIONS} | ({"eligibility"} if "country" in words else set())
        for facet in options & set(left_out or options):
            counted = {option: number for option, number in tally.options[facet].items() if number}
            offered = OPTIONS.get(facet, truth.options[facet])
            truly = {option: number for option, number in truth.options[facet].items() if number and option in offered}
            assert counted == truly and counted, (words, left_out, facet)


def test_what_was_not_kept_is_wanted_and_counted_by_bitmaps_afterwards(large):
    words = "q=data&technical=none&technical=some"
    guessed = counts_of(words)[()]
    wanted = set(FilterBitmap.objects.filter(taken_at=None).values_list("pk", flat=True))
    assert {"q=data", "technical=none", "technical=some"} <= wanted and guessed.is_estimate
    asked_for(words)
    with exactly():
        true = ListingFilter(QueryDict(words)).tally
    said = counts_of(words)[()]
    assert (said.total, said.options["technical"]["some"]) == (true.total, true.options["technical"]["some"])
    assert not FilterBitmap.objects.filter(taken_at=None).exists()


def test_few_are_counted_exactly_however_old_the_bitmaps_are(large):
    few, more = "background=just-few", "background=some-more"
    for words in (few, more):
        # So few are not asked of the worker by themselves.
        keep([ListingFilter(QueryDict(words))])
    assert (counts_of(few)[()].total, counts_of(few)[()].is_estimate) == (CAP, False)
    assert counts_of(more)[()].is_estimate
    background = Background.objects.get(slug="just-few")
    members = list(Listing.objects.filter(background_ids__contains=[background.pk]).values_list("pk", flat=True))
    # Some of them close,
    Listing.objects.filter(pk__in=members[:30]).update(hidden_at=NOW)
    left = counts_of(few)[()]
    assert (left.total, left.is_estimate, sum(left.options["engagement"].values())) == (CAP - 30, False, CAP - 30)
    # and others go live: now they are more than CAP.
    Listing.objects.filter(pk__in=members[:30]).update(hidden_at=None)
    Listing.objects.live().exclude(pk__in=members).order_by("pk")[0].backgrounds.add(background)
    assert counts_of(few)[()].is_estimate and counts_of(few)[()].total == pytest.approx(CAP + 1, rel=0.1)


def test_bitmaps_that_are_hours_old_are_not_used(large, clock):
    words = "technical=none&technical=some"
    asked_for(words)
    Listing.objects.filter(technical="none").update(hidden_at=NOW)
    some = Listing.objects.live().filter(technical="some").count()
    said = counts_of(words)[()].total
    clock.forward(seconds=USELESS.total_seconds())
    assert some < said / 1.5
    assert counts_of(words)[()].total == pytest.approx(some, rel=0.1)


def test_bitmaps_know_words_of_addresses_and_places_and_nothing_of_a_person(large, client, dewi):
    factories.make_profile(dewi, country_id="ID", zone="Asia/Jakarta", work_languages=["id"])
    client.force_login(dewi)
    assert (
        client.get("/en/listings/?eligibility=open&eligibility=not-open&technical=none&technical=some").status_code
        == 200
    )
    wanted = list(FilterBitmap.objects.values_list("search", flat=True))
    assert "eligibility=open&country=ID&zone=Asia%2FJakarta&work_language=id" in wanted
    for search in wanted:
        assert set(QueryDict(search)) <= {*ListingFilter.base_filters} - {"cursor", "sort"}, search
    assert {field.name for field in FilterBitmap._meta.get_fields()} == {"search", "members", "taken_at", "asked_at"}
    assert not any("dewi" in search.lower() for search in wanted)


@pytest.mark.parametrize(
    "words", ["q=data", "q=model+-data&technical=none", "country=ID&eligibility=open", "category=data"]
)
def test_both_ways_to_the_rows_give_the_same(large, monkeypatch, words):
    pages: dict = {}
    for is_kept in (False, True):
        for sort, met in product(("newest", "fresh", "pay"), (0, 10**9)):
            for name in ("MET", "MET_WITH_WORDS"):
                monkeypatch.setattr(counts, name, met)
            search = ListingFilter(QueryDict(f"{words}&sort={sort}"))
            # How many a sum chooses is not known before it is kept: such rows are met.
            is_known = is_kept or "eligibility" not in words
            assert search.is_valid() and search.is_gathered(20) == (met > 0 and is_known)
            pages.setdefault(sort, []).append([row.pk for row in search.page().rows])
        asked_for(words)
    for first, *others in pages.values():
        assert len(first) == 20 and others == [first] * 3
