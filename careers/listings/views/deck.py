"""Cards as pieces of a page: what a listing says by itself is kept, what depends on the viewer or the day is put in.

A kept card is found by all that it shows, so that no change leaves an old one behind: the listing's version stands for
its own columns, and what is written from above or belongs to other rows is in the key itself.
"""

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from itertools import count
from operator import attrgetter
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString, mark_safe

from careers.accounts.viewer import Viewer
from careers.core import clock
from careers.core.bilingual import active_language
from careers.core.fragments import fragments
from careers.core.moulds import Mould, Turn
from careers.employers.models.employer import Employer
from careers.listings.crowd import band_of
from careers.listings.eligibility import Eligibility
from careers.listings.models.listing import Listing
from careers.listings.models.marks import NONE, Marks
from careers.listings.pay import Pay
from careers.listings.views import cards
from careers.listings.views.names import Names, names_for
from careers.listings.views.verdicts import verdict_of
from careers.taxonomy.models import JobCategory

TEMPLATE = "components/_listing_card.html"
_MODELS: dict[str, Any] = {"listing": Listing, "category": JobCategory, "employer": Employer}
# What a row of a list brings: what ages, and what a kept card is found by.
COLUMNS = (
    "id", "version", "published_at", "pay_currency_id", "application_count", "queue_full_at",
    "category__id", "category__hue", "category__name_en", "category__name_id",
    "employer__id", "employer__name", "employer__zone", "employer__is_sample", "employer__verification_level",
    "employer__answer_due_count", "employer__answer_seeker_count", "employer__answered_count", "employer__answer_median_days",
)  # fmt: skip
# What a card shows of the listing itself, and what follows from it for a viewer.
OF_LISTING = (
    "id", "public_id", "slug", "title", "language", "is_sample", "published_at", "queue_full_at", "application_count",
    "category_id", "employer_id", "engagement", "training_paid", "hours_min", "hours_max", "hours_guaranteed", "apply_at",
    "pay_min", "pay_max", "pay_currency_id", "pay_period", "task_minutes", "pay_hour_min", "pay_hour_max",
    "pay_month_min", "pay_month_max", "pay_hours_assumed", "eligibility_scope", "eligible_countries", "eligible_regions",
    "utc_offset_min", "utc_offset_max", "overlap_hours", "overlap_zone", "work_languages",
)  # fmt: skip
_OF_KEY = ("id", "version", "published_at", "queue_full_at", *(name for name in COLUMNS if "__" in name))
_of_key = attrgetter(*_OF_KEY)
_columns_of = attrgetter(*(name.replace("__", ".") for name in COLUMNS))
_Row = namedtuple("_Row", COLUMNS)  # type: ignore[misc]

_whole = Mould(TEMPLATE, "card")
_eligibility, _age, _url, _title, _verdict, _extract, _pay = (
    Mould(TEMPLATE, "card", slot=slot) for slot in ("eligibility", "age", "url", "title", "verdict", "extract", "pay")
)
_numbers = count()


@dataclass(frozen=True, slots=True)
class Stated:
    """What the verdict and the converted pay of a listing rest on, without the rest of its row."""

    eligibility: Eligibility
    pay: Pay | None
    pay_min: Decimal | None
    pay_max: Decimal | None
    pay_currency_id: str | None
    pay_period: str
    pay_hour_min: Decimal | None
    pay_hour_max: Decimal | None
    pay_month_min: Decimal | None
    pay_month_max: Decimal | None
    pay_hours_assumed: bool
    hours_min: int | None
    hours_max: int | None


_STATED = tuple(field.name for field in fields(Stated))


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A card but for its slots, and what they are filled from. `number` is never given twice in a process."""

    number: int
    parts: tuple[SafeString, ...]
    url: str
    title: str
    lang: str
    stated: Stated


class Card(Mapping[str, Any]):
    """One card of a page: a mapping of all that it says, worked out when asked for, and its markup."""

    def __init__(self, row: Any, deck: "Deck") -> None:
        self.row, self._deck = row, deck

    @cached_property
    def _said(self) -> dict[str, Any]:
        deck = self._deck
        return cards.card_of(deck.listing(self.row.id), deck.names) | cards.marked_of(deck.marks.get(self.row.id))

    def __getitem__(self, name: str) -> Any:
        return self._said[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def markup(self, heading: str) -> SafeString:
        """The card as a piece of a page, its title in an `h2` or `h3`."""
        return self._deck.markup(self.row, heading)


class Deck:
    """The cards of one page: whole listings are read for those alone that are not kept yet, in one query."""

    def __init__(self, rows: Iterable[Any], names: Names, marks: Mapping[int, Marks]) -> None:
        given = list(rows)
        self.names, self.marks = names, marks
        self.rows = [_narrowed(row) if isinstance(row, Listing) else row for row in given]
        self._listings = {row.id: row for row in given if isinstance(row, Listing)}
        self._language = active_language()
        self._ages: dict[int | None, SafeString] = {}
        now = clock.now()
        zones = {row.employer__zone for row in self.rows}
        self._todays = {zone: now.astimezone(clock.zone(zone)).date() for zone in zones}

    def cards(self) -> list[Card]:
        """Each row as a card."""
        return [Card(row, self) for row in self.rows]

    def listing(self, pk: int) -> Listing:
        """The whole listing of a row, read with all those of this page that have not been read."""
        if pk not in self._listings:
            missing = {row.id for row in self.rows} - self._listings.keys()
            self._listings |= {listing.pk: listing for listing in _listings_of(missing)}
        return self._listings[pk]

    def markup(self, row: Any, heading: str) -> SafeString:
        """A card: the kept pieces, and between them those that are for this viewer and today."""
        kept = self._kept(row, heading)
        eligibility, url, verdict, pay = self._seen(kept)
        title, extract = self._marked(kept, self.marks.get(row.id))
        one, two, three, four, five, six, seven, eight = kept.parts
        seams = (eligibility, two, self._age(row), three, url, four, title, five, verdict, six, extract, seven, pay)
        return mark_safe("".join((one, *seams, eight)))

    def _marked(self, kept: KeptCard, marks: Marks | None) -> tuple[str, str]:
        if marks is None:
            return kept.title, ""
        said = cards.marked_of(marks)
        return _title.whole({"title": said["title"]}), _extract.whole({"extract": said["extract"], "lang": kept.lang})

    def _kept(self, row: Any, heading: str) -> KeptCard:
        key = (self._language, heading, band_of(row.application_count), _of_key(row))
        kept = fragments.get(key)
        if kept is None:
            kept = fragments.put(key, _keep(self.listing(row.id), heading))
        return kept

    def _seen(self, kept: KeptCard) -> tuple[SafeString, ...]:
        """Verdict, converted pay and address for the viewer of this page."""
        names = self.names
        key = (kept.number, names.today, names.viewer, names.viewer.asked)
        seen = names.memo.get(key)
        if seen is None:
            verdict = verdict_of(kept.stated, names)
            kind = Turn(verdict["verdict_kind"])
            seen = (
                _eligibility.whole({"eligibility": verdict["eligibility"]}),
                _url.whole({"url": kept.url + names.words}),
                _verdict.whole(
                    {"verdict_kind": kind, "verdict": verdict["verdict"], "verdict_reason": verdict["verdict_reason"]}
                ),
                _pay.whole({"pay": cards.card_pay_of(kept.stated, names)}),
            )
            names.memo.put(key, seen)
        return seen

    def _age(self, row: Any) -> SafeString:
        days = cards.age_of(row.published_at, row.employer__zone, self._todays[row.employer__zone])
        piece = self._ages.get(days)
        if piece is None:
            piece = self._ages[days] = _age.whole({"age": cards.days_words(days)})
        return piece


def cards_of(
    rows: Iterable[Any], viewer: Viewer, names: Names | None = None, marks: Mapping[int, Marks] = NONE
) -> list[Card]:
    """One card for each listing of `for_cards()`, or row of `rows_of`; `names` when the page has read them already.

    `marks` says where the words that were searched for stand.
    """
    return Deck(rows, names or names_for(viewer), marks).cards()


def rows_of(listings: Iterable[int]) -> list[Any]:
    """COLUMNS of those of the listings that are live, in the order in which they are named; one query, few values."""
    wanted = list(listings)
    live = "listing.state = %s AND listing.hidden_at IS NULL AND listing.closes_at > %s"
    found = {row[0]: _Row._make(row) for row in _ask(COLUMNS, live, wanted, Listing.State.LIVE, clock.now())}
    return [found[pk] for pk in wanted if pk in found]


def _listings_of(wanted: Iterable[int]) -> Iterator[Listing]:
    """Listings with what a card shows and nothing else read, with their employers and professions."""
    columns = (*(f"listing__{name}" for name in OF_LISTING), *COLUMNS[COLUMNS.index("category__id") :])
    places: dict[str, dict[str, int]] = {}
    for place, column in enumerate(columns):
        table, _sep, name = column.partition("__")
        places.setdefault(table, {})[name] = place
    # A model takes its columns in its own order.
    order = {
        table: [field.attname for field in _MODELS[table]._meta.concrete_fields if field.attname in named]
        for table, named in places.items()
    }
    for row in _ask(columns, "true", list(wanted)):
        made = {
            table: _MODELS[table].from_db("default", names, [row[places[table][name]] for name in names])
            for table, names in order.items()
        }
        listing = made["listing"]
        listing.category, listing.employer = made["category"], made["employer"]
        yield listing


def _ask(columns: tuple[str, ...], condition: str, wanted: list[int], *values: Any) -> list[tuple]:
    """Rows by number: written out, for composing this anew on each page would cost more than asking it."""
    if not wanted:
        return []
    named = ", ".join(name.replace("__", ".") if "__" in name else f"listing.{name}" for name in columns)
    listings, categories, employers = (_MODELS[name]._meta.db_table for name in ("listing", "category", "employer"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {named} FROM {listings} AS listing
            JOIN {categories} AS category ON category.id = listing.category_id
            JOIN {employers} AS employer ON employer.id = listing.employer_id
            WHERE listing.id = ANY(%s) AND {condition}
            """,
            [wanted, *values],
        )
        return cursor.fetchall()


def _keep(listing: Listing, heading: str) -> KeptCard:
    told = cards.told_of(listing)
    turns = {name: Turn(told[name]) for name in ("level", "crowd")}
    return KeptCard(
        number=next(_numbers),
        parts=tuple(_whole.fill(told | turns, heading=heading)),
        url=listing.get_absolute_url(),
        title=_title.whole({"title": told["title"]}),
        lang=told["lang"],
        stated=Stated(**{name: getattr(listing, name) for name in _STATED}),
    )


def _narrowed(listing: Listing) -> Any:
    """A whole row as the list would have read it."""
    return _Row._make(_columns_of(listing))
