"""The running code, asked as its views ask it: a fresh ListingFilter for every call."""

from typing import Any

from benchmarks.speed.board import statements
from benchmarks.speed.by_hand import Draw, Place
from benchmarks.speed.measure import Timed, timed
from careers.core.paging import keyset_page
from careers.listings.filters import ListingFilter
from careers.listings.models.listing import Listing


def search(words: dict[str, Any]) -> ListingFilter:
    """The search of an address. Raises ValueError when a word of it is wrong: then the benchmark is."""
    found = ListingFilter(words)
    if not found.is_valid():
        raise ValueError(f"{words}: {found.errors}")
    return found


def page(draw: Draw) -> Timed:
    """A page of the list; answers its keys."""
    return timed(lambda: [row.pk for row in search(draw.words).page().rows], statements())


def put_right(draw: Draw) -> Timed:
    """What the list does with a mistyped word: nothing is found, another word is searched for."""

    def work() -> list[int]:
        asked = search(draw.words)
        right = None if asked.page().rows else asked.put_right()
        return [row.pk for row in right.page().rows] if right else []

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
