"""Kept bitmaps: where they meet stand the rows of the search, and what rests on them is never an invention.

CAP is lowered, for no board of a test is large. 80 random searches here, 4,000 with `make proof`.
"""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from careers.accounts.viewer import NOBODY
from careers.core.clock import now as clock_now
from careers.core.text_query import parse
from careers.core.tsquery import asks_nothing
from careers.listings import tasks
from careers.listings.filters import ListingFilter
from careers.listings.forms import LONGEST_QUERY
from careers.listings.models import bitmaps
from careers.listings.models.bitmaps import FORGOTTEN, LONGEST, STALE, Choice, FilterBitmap, searches_of
from careers.listings.models.listing import Listing
from careers.listings.models.tally import OPTIONS
from careers.listings.tasks import take_bitmaps
from careers.taxonomy.models import CategoryAlias, JobCategory
from tests import factories
from tests.listings.boards import CATEGORIES, NOW, exact_up_to, exactly
from tests.listings.test_odd_queries import TEXTS
from tests.listings.test_reference import Board

PROOF = bool(os.environ.get("PROOF"))
SEEDS = range(4 if PROOF else 1)
BATCHES, BATCH = (10 if PROOF else 2), (100 if PROOF else 40)

pytestmark = pytest.mark.django_db


def choices(search: ListingFilter) -> list[Choice]:
    """What a search is made of, which has to be a sound one."""
    assert search.is_valid(), search.errors
    return search._choices()


def fitting(search: ListingFilter) -> set[int] | None:
    """The keys that the bitmaps give for a search."""
    found = FilterBitmap.objects.fitting(choices(search))
    return None if found is None else set(found.members)


def keep(searches: Iterable[ListingFilter]) -> None:
    """Have the worker take all that these are made of."""
    FilterBitmap.objects.want(one for search in searches for one in searches_of(choices(search)))
    take_bitmaps.func()
    assert not FilterBitmap.objects.filter(taken_at=None).exists()


def random_search(board: Board) -> ListingFilter:
    """One of the reference's, said in another way: capitals, former slugs, a place that a cookie knows of."""
    chance = board.chance
    plain = board.search()
    words = plain.address(chance)
    if "q" in words and chance.random() < 0.3:
        words["q"] = [chance.choice([str.upper, str.title])(words["q"][0])]
    if "category" in words and chance.random() < 0.5:
        words["category"] = [f"former-{slug}" for slug in words["category"]]
    viewer = NOBODY
    if chance.random() < 0.5:
        viewer = plain.viewer
        words = {name: value for name, value in words.items() if name not in ("country", "zone", "work_language")}
    return ListingFilter(QueryDict(urlencode(words, doseq=True)), viewer=viewer)


def says_nothing(search: str) -> bool:
    """Whether a one-word search finds no row, or is too long to be kept."""
    return len(search) > LONGEST or (search.startswith("q=") and not ListingFilter(QueryDict(search)).qs.exists())


@pytest.mark.parametrize("seed", SEEDS)
def test_bitmaps_meet_in_the_rows_of_the_search(seed, clock):
    clock.at(NOW)
    board = Board(100 + seed)
    for slug in CATEGORIES:
        CategoryAlias.objects.create(slug=f"former-{slug}", category=JobCategory.objects.get(slug=slug))
    compared = 0
    with exact_up_to(50):
        for _batch in range(BATCHES):
            searches = [random_search(board) for _number in range(BATCH)]
            keep(searches)
            for search in searches:
                found = fitting(search)
                if any(map(says_nothing, searches_of(choices(search)))):
                    assert found is None, choices(search)
                else:
                    assert found == set(search.qs.values_list("pk", flat=True)), choices(search)
                    compared += 1
            FilterBitmap.objects.all().delete()
    assert compared > BATCHES * BATCH / 2


ODD = [
    "the data", "di data", "data -the", "data -di", "the", "di ke", "-data", "-the", "data data", "Data DATA data", "or data",
    "data or", "data or or code", "-or data", "C++", "c++ data", "data -C++", "C", "c#", "-C#", ".NET", "!!!", "?? data", '"" data',
    '"!" data', "LLM", "data -LLM", "-LLM", '-"LLM"', "llm -llm", "large language model", "data -language", "--data", "code --data",
    "-- data", '"the data"', '-"the data"', "di or data", "data or the", "STRASSE", "straße", "Straße data", "İstanbul", "istanbul",
    "Νίκος", "ΝΊΚΟΣ", "Résumé", "RESUME", "ﬁle", "file", "data/code", "large large language model", "model language large",
    "zebra data", "data -zebra",
]  # fmt: skip


@pytest.fixture
def odd_board(db):
    """Listings with words that signs, capitals and spellings make odd."""
    employer = factories.make_employer(name="Kantor", level=1)
    skills = [
        factories.make_skill("llm", name_en="Large language model", name_id="Model bahasa besar", aliases=["LLM", "IT"])
    ]
    for title, of_listing in (
        ("The data of C++", []), ("Data dan C#", skills), ("Code in C", []), ("Code and LLM", skills), ("A large language model", []),
        ("Straße", []), ("STRASSE file", []), ("İstanbul data", []), ("istanbul résumé", []), ("Resume, .NET and language", []),
        ("Νίκος", []), ("ΝΊΚΟΣ", []),
    ):  # fmt: skip
        factories.make_listing(title=title, description=title, employer=employer, skills=of_listing)


@pytest.mark.parametrize("group", range(4))
def test_odd_words_are_told_right_or_not_at_all(odd_board, group):
    told = 0
    with exact_up_to(-1):
        texts = [text for text in [*ODD, *TEXTS] if text.strip() and len(text) <= LONGEST_QUERY][group::4]
        searches = [ListingFilter(QueryDict(urlencode({"q": text}))) for text in texts]
        keep(searches)
        for search in searches:
            found, true = fitting(search), set(search.qs.values_list("pk", flat=True))
            assert found in (None, true), search.data
            told += bool(found)
    assert told > 5


def test_words_that_say_nothing_beside_others_do_not_keep_them_from_being_told(odd_board):
    for word in bitmaps.SILENT:
        assert asks_nothing(parse(word)) and asks_nothing(parse(word.upper())), word
    with exact_up_to(-1):
        told = [
            ListingFilter(QueryDict(urlencode({"q": text})))
            for text in ("The data of C++", 'a "data"', "the -data", "-code of the", "IT data")
        ]
        silent = [ListingFilter(QueryDict(urlencode({"q": text}))) for text in ("the", "of the", "-the", '"the" -the')]
        keep([*told, *silent])
        for search in told:
            assert fitting(search) == set(search.qs.values_list("pk", flat=True)) != set(), search.data
        for search in silent:
            assert fitting(search) is None and search.tally.total == 0, search.data


# --- the worker ---


@pytest.fixture
def few(db, clock) -> Iterator[None]:
    """Some listings on a board that counts as large."""
    clock.at(NOW)
    for technical in ("none", "some", "deep"):
        factories.make_listing(title="Data trainer", technical=technical)
    with exact_up_to(-1):
        yield


def kept() -> dict[str, datetime]:
    """What is kept, and since when."""
    return dict(FilterBitmap.objects.exclude(taken_at=None).values_list("search", "taken_at"))


def members(search: str) -> set[int]:
    return set(FilterBitmap.objects.bitmaps([search]).get(search, ()))


def test_worker_keeps_what_every_page_counts(few):
    offered = {f"{facet}={option}" for facet, options in OPTIONS.items() for option in options}
    background = {f"background={factories.make_background().slug}"}
    take_bitmaps.func()
    professions = {f"category={one.slug}" for one in JobCategory.objects.active()}
    assert professions and offered | professions | background | {""} == set(kept())
    assert members("") == set(Listing.objects.live().values_list("pk", flat=True))
    assert members("technical=deep") == {Listing.objects.get(technical="deep").pk}


def test_rarest_choice_is_one_that_an_index_finds(few):
    factories.make_country("ID")
    for words, rarest in (
        ("", 3), ("q=data", 3), ("q=data&technical=deep", 1), ("technical=deep&technical=some", 2), ("q=data+-trainer", 3),
        ("country=ID&eligibility=not-open", 3), ("q=data&country=ID&eligibility=not-open", 3),
    ):  # fmt: skip
        search = ListingFilter(QueryDict(words))
        keep([search])
        assert FilterBitmap.objects.fitting(choices(search)).rarest == rarest, words


def test_small_board_keeps_nothing_and_deletes_what_there_was(few):
    FilterBitmap.objects.want(["q=data"])
    take_bitmaps.func()
    with exactly():
        take_bitmaps.func()
        assert not FilterBitmap.objects.exists()
        assert ListingFilter(QueryDict("q=data")).tally.total == 3
        assert not FilterBitmap.objects.exists()


def test_what_is_wanted_comes_before_what_is_old_and_the_oldest_first(few, clock, monkeypatch):
    take_bitmaps.func()
    FilterBitmap.objects.filter(search="verified=1").update(taken_at=NOW - timedelta(seconds=1))
    monkeypatch.setattr(tasks, "TAKING_SECONDS", -1)  # one a round
    clock.forward(seconds=STALE.total_seconds() - 2)
    take_bitmaps.func()
    assert clock_now() not in kept().values(), "nothing is old yet"
    clock.forward(seconds=2)
    FilterBitmap.objects.want(["q=data", "q=trainer"])
    taken = []
    for _round in range(4):
        take_bitmaps.func()
        taken += [search for search, at in kept().items() if at == clock_now() and search not in taken]
    assert taken == ["q=data", "q=trainer", "verified=1", ""]


def test_what_nobody_asks_for_is_forgotten_after_a_day(few, clock):
    for search in ("q=data", "q=trainer"):
        FilterBitmap.objects.want([search])
    take_bitmaps.func()
    clock.forward(seconds=FORGOTTEN.total_seconds() * 0.6)
    take_bitmaps.func()
    # A process that reads it asks for it; what has been asked for in half a day is not written again.
    assert ListingFilter(QueryDict("q=data")).tally.total == 3
    asked = dict(FilterBitmap.objects.values_list("search", "asked_at"))
    assert (asked["q=data"], asked["q=trainer"]) == (clock_now(), NOW)
    clock.forward(seconds=FORGOTTEN.total_seconds() * 0.4)
    take_bitmaps.func()
    assert "q=data" in kept() and "q=trainer" not in kept() and "" in kept()


def test_search_of_what_is_gone_is_no_longer_kept(few):
    skill = factories.make_skill("proofreading")
    FilterBitmap.objects.want(["skill=proofreading", "employer=nobody", "colour=red", "country=ZZ&eligibility=open"])
    take_bitmaps.func()
    assert {"skill=proofreading"} == {search for search in kept() if re.match("skill|employer|colour|country", search)}
    skill.delete()
    FilterBitmap.objects.update(taken_at=NOW - STALE)
    take_bitmaps.func()
    assert not FilterBitmap.objects.filter(search__regex="^(skill|employer|colour|country)").exists()


@pytest.mark.parametrize("gone", [{"hidden_at": NOW}, {"state": "paused"}])
def test_listing_that_leaves_is_in_no_bitmap_once_they_are_old(few, clock, gone):
    take_bitmaps.func()
    listing = Listing.objects.get(technical="deep")
    Listing.objects.filter(pk=listing.pk).update(**gone)
    assert members("technical=deep") == {listing.pk}
    clock.forward(seconds=STALE.total_seconds())
    take_bitmaps.func()
    assert members("technical=deep") == set() and listing.pk not in members("")


def test_never_more_are_kept_or_wanted_than_there_is_room_for(few, monkeypatch):
    monkeypatch.setattr(bitmaps, "MOST", 40)
    take_bitmaps.func()
    known = len(kept())
    assert known < 40
    FilterBitmap.objects.want(["q=" + "x" * LONGEST])
    assert FilterBitmap.objects.count() == known
    FilterBitmap.objects.want(f"q=word{number}" for number in range(100))
    assert FilterBitmap.objects.count() == 40
    Listing.objects.update(technical="none")
    FilterBitmap.objects.want(["q=data"])
    assert FilterBitmap.objects.count() == 40 and not FilterBitmap.objects.filter(search="q=data").exists()
    # What finds nothing makes room.
    take_bitmaps.func()
    assert len(kept()) == FilterBitmap.objects.count() == known
