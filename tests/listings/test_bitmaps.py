"""Kept bitmaps: where they meet stand the rows of the search, and what rests on them is never an invention.

CAP is lowered, for no board of a test is large. 120 random searches here, 4,000 with `make proof`.
"""

import os
import random
from collections.abc import Iterable
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from careers.accounts.viewer import NOBODY, Viewer
from careers.listings.filters import ListingFilter
from careers.listings.models.bitmaps import LONGEST, FilterBitmap, searches_of
from careers.listings.tasks import take_bitmaps
from careers.taxonomy.models import CategoryAlias, JobCategory
from tests.listings.boards import CATEGORIES, NOW, exact_up_to
from tests.listings.test_reference import Board

PROOF = bool(os.environ.get("PROOF"))
SEEDS = range(4 if PROOF else 1)
BATCHES, BATCH = (10 if PROOF else 2), (100 if PROOF else 60)

pytestmark = pytest.mark.django_db


def fitting(search: ListingFilter) -> set[int] | None:
    """The keys that the bitmaps give for a search."""
    found = FilterBitmap.objects.fitting(search._choices())
    return None if found is None else set(found.members)


def keep(searches: Iterable[ListingFilter]) -> None:
    """Have the worker take all that these are made of."""
    FilterBitmap.objects.want(one for search in searches for one in searches_of(search._choices()))
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
    search = ListingFilter(QueryDict(urlencode(words, doseq=True)), viewer=viewer)
    assert search.is_valid(), (words, search.errors)
    return search


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
                choices = search._choices()
                found = fitting(search)
                if any(map(says_nothing, searches_of(choices))):
                    assert found is None, choices
                else:
                    assert found == set(search.qs.values_list("pk", flat=True)), choices
                    compared += 1
            FilterBitmap.objects.all().delete()
    assert compared > BATCHES * BATCH / 2
