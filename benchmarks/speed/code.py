"""The running code, asked as its views ask it: a fresh ListingFilter for every call."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from benchmarks.speed.board import statements
from benchmarks.speed.by_hand import Draw, Place
from benchmarks.speed.measure import Timed, timed
from careers.core import fragments
from careers.core.paging import keyset_page
from careers.listings.filters import ListingFilter
from careers.listings.models.bitmaps import FilterBitmap
from careers.listings.models.listing import Listing
from careers.listings.tasks import take_bitmaps
from careers.listings.views.rows import page_of

ASKED_BEFORE = 30  # different searches, out of which what many choose becomes known


def search(words: dict[str, Any]) -> ListingFilter:
    """The search of an address. Raises ValueError when a word of it is wrong: then the benchmark is."""
    found = ListingFilter(words)
    if not found.is_valid():
        raise ValueError(f"{words}: {found.errors}")
    return found


def ask_before(draws: Sequence[Draw]) -> None:
    """Count what the draws ask, as visitors before these have; the worker keeps bitmaps of what was large from then on."""
    different = {urlencode(draw.words, doseq=True): draw.words for draw in draws}
    for words in list(different.values())[:ASKED_BEFORE]:
        asked = search({name: value for name, value in words.items() if name != "cursor"})
        if not asked.tally.total:
            asked = asked.put_right() or asked
        for word in asked.chosen:
            asked.tally_without(word)
        # Rounds of the worker, until all is taken; what was left from another day, too.
        while FilterBitmap.objects.exclude(pk__in=FilterBitmap.objects.useful()).exists():
            take_bitmaps.func()
            fragments.forget()


def forget_bitmaps(beginning: str = "") -> None:
    """Take from database and process the bitmaps whose search begins so: the next who asks is the first."""
    FilterBitmap.objects.filter(search__startswith=beginning).delete()
    fragments.forget()


def page(draw: Draw) -> Timed:
    """A page of the list; answers its keys."""
    return timed(lambda: _shown(search(draw.words)), statements())


def _shown(asked: ListingFilter) -> list[int]:
    """The keys of a page whose rows have been read as the list does."""
    return [row.id for row in page_of(asked).rows]


def put_right(draw: Draw) -> Timed:
    """What the list does with a mistyped word: nothing is found, another word is searched for."""

    def work() -> list[int]:
        asked = search(draw.words)
        right = None if asked.page().rows else asked.put_right()
        return _shown(right) if right else []

    return timed(work, statements())


def place_of(order: str, before: int, after: int, *, is_newer: bool) -> Place:
    """The place between two neighbouring rows, with the cursor that the code itself makes there."""
    keys = (f"-{order}", "-pk")
    two = Listing.objects.filter(pk__in=[before, after])
    cursor = keyset_page(two, keys, "", 1).older
    row = Listing.objects.get(pk=before)
    if is_newer:
        cursor = keyset_page(two, keys, cursor, 1).newer
        row = Listing.objects.get(pk=after)
    return Place(cursor, getattr(row, order), row.pk, is_newer)
