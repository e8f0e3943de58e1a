"""What cards are made of, read without the models: a key for each row of a list, and whole rows for cards that are new."""

from collections import namedtuple
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from careers.core import clock
from careers.core.bilingual import Bilingual
from careers.core.paging import KeysetPage
from careers.employers.models.employer import Employer
from careers.listings.crowd import BANDS_FROM, band_of
from careers.listings.filters import PAGE_SIZE, ListingFilter
from careers.listings.models.listing import Listing
from careers.taxonomy.models import JobCategory

OF_CATEGORY = ("id", "hue", "name_en", "name_id")
OF_EMPLOYER = (
    "id", "name", "zone", "is_sample", "verification_level",
    "answer_due_count", "answer_seeker_count", "answered_count", "answer_median_days",
)  # fmt: skip
# What a card shows of the listing itself, and what follows from it for a viewer.
OF_LISTING = (
    "id", "public_id", "slug", "title", "language", "is_sample", "published_at", "queue_full_at", "application_count",
    "engagement", "training_paid", "hours_min", "hours_max", "hours_guaranteed", "apply_at",
    "pay_min", "pay_max", "pay_currency_id", "pay_period", "task_minutes", "pay_hour_min", "pay_hour_max",
    "pay_month_min", "pay_month_max", "pay_hours_assumed", "eligibility_scope", "eligible_countries", "eligible_regions",
    "utc_offset_min", "utc_offset_max", "overlap_hours", "overlap_zone", "work_languages",
)  # fmt: skip
# The version tells of every change of a listing but those that are written from above.
OF_KEY = ("id", "version", "published_at", "pay_currency_id", "queue_full_at")
_of_key, _of_listing, _of_category, _of_employer = (
    attrgetter(*names) for names in (OF_KEY, OF_LISTING, OF_CATEGORY, OF_EMPLOYER)
)


class OfCategory(namedtuple("OfCategory", OF_CATEGORY)):
    """What a card shows of a profession."""

    __slots__ = ()
    name = Bilingual("name")


class OfEmployer(namedtuple("OfEmployer", OF_EMPLOYER)):
    """What a card shows of an employer."""

    __slots__ = ()
    record = Employer.record


class OfListing(namedtuple("OfListing", (*OF_LISTING, "category", "employer"))):
    """What a card shows of a listing; what follows from its columns is as its model says."""

    __slots__ = ()
    ApplyAt = Listing.ApplyAt
    applies_outside, eligibility, pay = Listing.applies_outside, Listing.eligibility, Listing.pay
    get_absolute_url = Listing.get_absolute_url


# A row of a list: all that its card rests on, as one value that changes with any of it.
Row = namedtuple("Row", ("id", "pay_currency_id", "key"))


def rows_of(listings: Iterable[int]) -> list[Row]:
    """Those of the listings that are live, in the order in which they are named; one query, few values."""
    wanted = list(listings)
    found = {row[0]: Row._make(row) for row in _ask(_KEYS, _LIVE, wanted, clock.now())}
    return [found[pk] for pk in wanted if pk in found]


def page_of(search: ListingFilter, size: int = PAGE_SIZE) -> KeysetPage:
    """A page as the search gives it, of rows as `rows_of` gives them: but for relevance all in one query."""
    page = search.page(size, read=_with_rows)
    if search.sorted_by != "relevance":
        return page
    return replace(page, rows=rows_of([row.pk for row in page.rows]))


def row_of(listing: Listing) -> Row:
    """The row of a listing that was read whole, with its profession and its employer."""
    others = (_of_category(listing.category), _of_employer(listing.employer))
    return Row(listing.pk, listing.pay_currency_id, (_of_key(listing), band_of(listing.application_count), *others))


def narrowed(listing: Listing) -> OfListing:
    """A listing that was read whole, but for what no card shows."""
    category, employer = _of_category(listing.category), _of_employer(listing.employer)
    return OfListing._make((*_of_listing(listing), OfCategory._make(category), OfEmployer._make(employer)))


def listings_of(wanted: Collection[int]) -> Iterator[OfListing]:
    """What cards show of these listings, in one query."""
    first, second = len(OF_LISTING), len(OF_LISTING) + len(OF_CATEGORY)
    # Many listings share a profession, and some an employer.
    category, employer = _each_once(OfCategory._make), _each_once(OfEmployer._make)
    for row in _ask(_WHOLE, "true", list(wanted)):
        yield OfListing._make((*row[:first], category(row[first:second]), employer(row[second:])))


def _each_once(make: Callable[[Hashable], Any]) -> Callable[[Hashable], Any]:
    made: dict[Hashable, Any] = {}
    return lambda values: made.get(values) or made.setdefault(values, make(values))


def _named(table: str, columns: Iterable[str]) -> list[str]:
    return [f"{table}.{column}" for column in columns]


_OTHERS = (*_named("category", OF_CATEGORY), *_named("employer", OF_EMPLOYER))
_WHOLE = ", ".join([*_named("listing", OF_LISTING), *_OTHERS])
_BAND = f"width_bucket(listing.application_count, ARRAY[{', '.join(map(str, BANDS_FROM))}])"
_TABLES = (
    f"{Listing._meta.db_table} AS listing JOIN {JobCategory._meta.db_table} AS category ON category.id = category_id"
    f" JOIN {Employer._meta.db_table} AS employer ON employer.id = employer_id"
)
_LIVE = f"listing.state = '{Listing.State.LIVE}' AND listing.hidden_at IS NULL AND listing.closes_at > %s"
_KEYS = ", ".join(
    ["listing.id", "listing.pay_currency_id", f"ROW({', '.join([*_named('listing', OF_KEY), _BAND, *_OTHERS])})::text"]
)  # fmt: skip


def _ask(columns: str, condition: str, wanted: list[int], *values: Any) -> list[tuple]:
    # Written out, for composing this anew on each page would cost more than asking it.
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {_TABLES} WHERE listing.id = ANY(%s::bigint[]) AND {condition}",
            # One text: a list would be adapted number by number.
            [f"{{{','.join(map(str, wanted))}}}", *values],
        )
        return cursor.fetchall()


def _with_rows(narrow: QuerySet) -> list[tuple]:
    """What an ordered query of few values finds, each with what a Row says."""
    try:
        found, values = narrow.query.sql_with_params()
    except EmptyResultSet:
        return []
    # OFFSET 0: the page is found and cut by itself, before anything is joined to it.
    placed = f"SELECT *, row_number() OVER () AS place FROM ({found}) AS found OFFSET 0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT found.*, {_KEYS} FROM ({placed}) AS found JOIN ({_TABLES}) ON listing.id = pk ORDER BY place",
            values,
        )
        return list(map(_row_with(*narrow.query.values_select)._make, cursor.fetchall()))


@cache
def _row_with(*names: str) -> type[tuple]:
    return namedtuple("RowWithKeys", (*names, "place", *Row._fields))
