"""Cards as pieces of a page: what a listing says by itself is kept, what depends on the viewer or the day is put in.

A kept card is found by all that it shows, so that no change leaves an old one behind: the listing's version stands for
its own columns, and what is written from above or belongs to other rows is in the key itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from careers.accounts.viewer import Viewer
from careers.core import clock
from careers.core.bilingual import active_language
from careers.core.fragments import fragments
from careers.core.moulds import Mould, Turn
from careers.listings.models.listing import Listing
from careers.listings.models.marks import NONE, Marks
from careers.listings.views import cards
from careers.listings.views.names import Names, names_for
from careers.listings.views.rows import OfListing, Row, listings_of, narrowed, row_of
from careers.listings.views.verdicts import verdict_of

TEMPLATE = "components/_listing_card.html"
_whole = Mould(TEMPLATE, "card")
_seen = Mould(TEMPLATE, "card", slots=("eligibility", "url", "verdict", "pay"))
_title, _age, _extract = (Mould(TEMPLATE, "card", slots=(slot,)) for slot in ("title", "age", "extract"))
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A card but for its slots, and what they are filled from. `number` is never given twice in a process."""

    number: int
    parts: tuple[SafeString, ...]
    title: SafeString
    lang: str
    published_on: date | None  # in the employer's zone
    listing: OfListing


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
        self.rows = [row_of(row) if isinstance(row, Listing) else row for row in given]
        self._listings = {row.pk: narrowed(row) for row in given if isinstance(row, Listing)}
        self._language = active_language()
        self._now = clock.now()
        self._ages: dict[int | None, SafeString] = {}
        self._days: dict[str, date] = {}
        viewer = names.viewer
        # A number stands for the viewer and the day: a card is found by it sooner than by all that they say.
        key = ("seen by", names.today, viewer, viewer.asked)
        self._viewer = names.memo.get(key) or names.memo.put(key, next(_numbers))

    def cards(self) -> list[Card]:
        """Each row as a card."""
        return [Card(row, self) for row in self.rows]

    def listing(self, pk: int) -> OfListing:
        """The whole listing of a row, read with all those of this page that are not kept."""
        if pk not in self._listings:
            missing = {row.id for row in self.rows} - self._listings.keys()
            self._listings |= {listing.id: listing for listing in listings_of(missing)}
        return self._listings[pk]

    @cached_property
    def _address(self) -> tuple[str, str]:
        return cards.address_of()

    def markup(self, row: Row, heading: str) -> SafeString:
        """A card: the kept pieces, and between them those that are for this viewer and today."""
        kept = self._kept(row, heading)
        eligibility, url, verdict, pay = self._seen(kept)
        title, extract = self._marked(kept, self.marks.get(row.id))
        one, two, three, four, five, six, seven, eight = kept.parts
        seams = (eligibility, two, self._age(kept), three, url, four, title, five, verdict, six, extract, seven, pay)
        return mark_safe("".join((one, *seams, eight)))

    def _marked(self, kept: KeptCard, marks: Marks | None) -> tuple[str, str]:
        if marks is None:
            return kept.title, ""
        said = cards.marked_of(marks)
        return _title.whole({"title": said["title"]}), _extract.whole({"extract": said["extract"], "lang": kept.lang})

    def _kept(self, row: Row, heading: str) -> KeptCard:
        key = (self._language, heading, row.key)
        kept = fragments.get(key)
        if kept is None:
            kept = fragments.put(key, _keep(self.listing(row.id), heading))
        return kept

    def _seen(self, kept: KeptCard) -> list[SafeString]:
        """Eligibility, address, verdict and converted pay for the viewer of this page."""
        names = self.names
        key = (kept.number, self._viewer)
        seen = names.memo.get(key)
        if seen is None:
            said = verdict_of(kept.listing, names)
            kind, pay = Turn(said["verdict_kind"]), cards.card_pay_of(kept.listing, names)
            before, after = self._address
            url = f"{before}{kept.listing.slug}{after}{names.words}"
            seen = names.memo.put(key, _seen.fill(said | {"verdict_kind": kind, "url": url, "pay": pay}))
        return seen

    def _age(self, kept: KeptCard) -> SafeString:
        days = None if kept.published_on is None else (self._today(kept.listing.employer.zone) - kept.published_on).days
        piece = self._ages.get(days)
        if piece is None:
            piece = self._ages[days] = _age.whole({"age": cards.days_words(days)})
        return piece

    def _today(self, zone: str) -> date:
        if zone not in self._days:
            self._days[zone] = self._now.astimezone(clock.zone(zone)).date()
        return self._days[zone]


def cards_of(
    rows: Iterable[Any], viewer: Viewer, names: Names | None = None, marks: Mapping[int, Marks] = NONE
) -> list[Card]:
    """One card for each listing of `for_cards()`, or row of `rows_of`; `names` when the page has read them already.

    `marks` says where the words that were searched for stand.
    """
    return Deck(rows, names or names_for(viewer), marks).cards()


def _keep(listing: OfListing, heading: str) -> KeptCard:
    told = cards.told_of(listing)
    turns = {name: Turn(told[name]) for name in ("level", "crowd")}
    published_at = listing.published_at
    return KeptCard(
        number=next(_numbers),
        parts=tuple(_whole.fill(told | turns, heading=heading)),
        title=_title.whole({"title": told["title"]}),
        lang=told["lang"],
        published_on=published_at and published_at.astimezone(clock.zone(listing.employer.zone)).date(),
        listing=listing,
    )
