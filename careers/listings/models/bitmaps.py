"""Bitmaps: which live listings fit one word of a large search, kept ready as Roaring bitmaps of their primary keys.

What fits several words is where their bitmaps meet, and how many of it have an option of a facet is where that meets the
option's: some microseconds each, however many listings there are. A bitmap is as old as the worker's last round
(careers/listings/tasks.py), so what rests on it is an estimate and says so; rows, and counts up to CAP, come from the
listings themselves.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, QuerySet
from pyroaring import FrozenBitMap64

from careers.core import clock
from careers.core.fragments import lasting
from careers.core.held import held
from careers.core.text_query import TextQuery
from careers.listings.eligibility import VERDICTS
from careers.listings.models.listing import Listing
from careers.listings.models.tally import CAP, OPTIONS
from careers.taxonomy.models import Background, JobCategory

HELD_SECONDS = 60  # how long a process uses what it has read
MISSED_SECONDS = 5  # how long it takes for granted that something is not kept
STALE = timedelta(minutes=10)  # from then on it is taken anew
USELESS = timedelta(hours=2)  # from then on nothing rests on it: the worker has stopped, or cannot keep up
FORGOTTEN = timedelta(days=1)  # what nobody has asked for that long is not kept
MOST = 1000  # that are kept or wanted
MOST_HELD = 300  # in a process: of a million listings each takes up to 130 KB
LONGEST = 400  # signs of a search
EVERYTHING = ""  # the search without a word
PLACE = ("country", "zone", "work_language")
# Words that mean something only together with others.
RESTING = {"pay_from": ("currency", "per", "pay_unknown"), "eligibility": PLACE, "overlap": PLACE}
# Beside other words these ask the database for nothing; others like them are merely not kept.
SILENT = {
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "my", "of", "on", "or", "our", "that", "the",
    "this", "to", "we", "with", "you", "your",
}  # fmt: skip
# Chosen by sums that no index knows: such rows cannot be looked up.
GUESSED = ("eligibility", "overlap")

_held = lasting(MOST_HELD)


@dataclass(frozen=True)
class Choice:
    """One part of a search: any of these one-word searches, or not this one. A search is an address, "engagement=employee"."""

    searches: tuple[str, ...]
    is_excluded: bool = False
    is_found: bool = True


@dataclass(frozen=True)
class Fitting:
    """The primary keys of about all listings that fit a search; `rarest` is how many fit its rarest choice that an index finds."""

    members: FrozenBitMap64
    rarest: int


class FilterBitmapQuerySet(QuerySet):
    """Phrases about bitmaps."""

    def bitmaps(self, searches: Collection[str]) -> dict[str, FrozenBitMap64]:
        """Those of `searches` that are kept; no query while this process holds them, or knows that they are not."""
        now = time.monotonic()
        held = {search: kept for search in searches if (kept := _held.get(search)) and kept[0] > now}
        missing = set(searches) - held.keys()
        if missing and (missing := missing & _kept()):
            rows = list(self.useful().filter(pk__in=missing).only("members", "asked_at"))
            until = now + HELD_SECONDS * settings.HOLDS_ANSWERS
            for row in rows:
                held[row.search] = _held.put(row.search, (until, FrozenBitMap64.deserialize(bytes(row.members))))
            long_ago = [row.search for row in rows if row.asked_at < clock.now() - FORGOTTEN / 2]
            if long_ago:
                self.want(long_ago)
        return {search: bitmap for search, (_until, bitmap) in held.items()}

    def useful(self):
        """Taken, and not so long ago that nothing may rest on it."""
        return self.filter(taken_at__gt=clock.now() - USELESS)

    def are_worth_it(self) -> bool:
        """Whether the board is so large that a result may be estimated at all."""
        return Listing.objects.about() > CAP

    def fitting(self, choices: Collection[Choice]) -> Fitting | None:
        """About what fits all of `choices`; None where one of them is not kept."""
        wanted = {EVERYTHING, *searches_of(choices)}
        kept = self.bitmaps(wanted)
        if len(kept) < len(wanted):
            return None
        members, rarest = kept[EVERYTHING], len(kept[EVERYTHING])
        for choice in choices:
            chosen = reduce(or_, [kept[search] for search in choice.searches])
            members = members - chosen if choice.is_excluded else members & chosen
            if choice.is_found and not choice.is_excluded:
                rarest = min(rarest, len(chosen))
        return Fitting(members, rarest)

    def options(
        self, members: FrozenBitMap64, facets: Mapping[str, Mapping[object, str]]
    ) -> dict[str, dict[object, int]] | None:
        """Of `members`, how many have each option of `facets` (facet → option → search); None where one is not kept."""
        wanted = {search for options in facets.values() for search in options.values()}
        kept = self.bitmaps(wanted)
        if len(kept) < len(wanted):
            return None
        return {
            facet: {option: members.intersection_cardinality(kept[search]) for option, search in options.items()}
            for facet, options in facets.items()
        }

    def want(self, searches: Iterable[str]) -> None:
        """Let the worker keep these, from its next round on, as far as there is room among MOST."""
        # Each once and always in one order, so that no two processes wait for each other.
        wanted = sorted({search for search in searches if len(search) <= LONGEST})
        known = set(self.filter(pk__in=wanted).values_list("pk", flat=True))
        new = [search for search in wanted if search not in known]
        refused = set(new[max(0, MOST - self.count()) :])
        rows = [FilterBitmap(search=search, asked_at=clock.now()) for search in wanted if search not in refused]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["search"], update_fields=["asked_at"])

    def due(self):
        """What the worker takes next, without its members: what was never taken, then the oldest."""
        old = models.Q(taken_at=None) | models.Q(taken_at__lte=clock.now() - STALE)
        return self.filter(old).order_by(F("taken_at").asc(nulls_first=True), "search").defer("members")

    def forgotten(self):
        """What nobody has asked for in a long time."""
        return self.filter(asked_at__lte=clock.now() - FORGOTTEN)


class FilterBitmap(models.Model):
    """The live listings that fit a search of one word, as they were when the bitmap was taken.

    `members` is in the portable format of Roaring bitmaps (64 bits); None is wanted, and not yet taken.
    """

    search = models.CharField(max_length=LONGEST, primary_key=True)
    members = models.BinaryField(null=True)
    taken_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()

    objects = FilterBitmapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="filter_bitmap_dated_once_taken",
                condition=models.Q(members=None, taken_at=None)
                | models.Q(members__isnull=False, taken_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.search or "everything"

    def take(self, rows: QuerySet) -> None:
        """Keep the keys of `rows`. A word that finds nothing is forgotten: beside others it may mean nothing at all."""
        members = FrozenBitMap64(rows.order_by().values_list("pk", flat=True).iterator(chunk_size=20_000))
        if not members and self.search.startswith("q="):
            self.delete()
            return
        self.members, self.taken_at = members.serialize(), clock.now()
        self.save(update_fields=["members", "taken_at"])


def searches_of(choices: Iterable[Choice]) -> list[str]:
    """The one-word searches that `choices` are made of."""
    return [search for choice in choices for search in choice.searches]


def choices_of(chosen: Mapping[str, Any], words: TextQuery, shaping: Mapping[str, Any]) -> list[Choice]:
    """What `chosen` (word → value) is made of. `shaping` gives the values of the words that rest beside others."""
    choices = []
    for word, value in chosen.items():
        if word == "q":
            choices += _choices_of_words(words)
            continue
        resting = [(name, one) for name in RESTING.get(word, ()) for one in _listed(shaping.get(name))]
        searches = tuple(urlencode([(word, one), *resting]) for one in _listed(value))
        choices.append(Choice(searches, is_found=word not in GUESSED))
    return choices


def facet_searches(place: Mapping[str, Any]) -> dict[str, dict[object, str]]:
    """Facet → option, as a Tally names it → the search that chooses it. Verdicts only for a `place` with a country."""
    found = _facet_searches()
    if place.get("country"):
        verdicts = choices_of({"eligibility": list(VERDICTS)}, TextQuery(()), place)
        return {**found, "eligibility": dict(zip(VERDICTS, searches_of(verdicts), strict=True))}
    return found


@held(seconds=MISSED_SECONDS)
def _kept() -> frozenset[str]:
    return frozenset(FilterBitmap.objects.useful().order_by().values_list("pk", flat=True))


@held()
def _facet_searches() -> dict[str, dict[object, str]]:
    options: dict[str, Mapping[object, object]] = {
        "category": dict(JobCategory.objects.active().values_list("pk", "slug")),
        "background": dict(Background.objects.values_list("pk", "slug")),
        **{facet: {value: value for value in values} for facet, values in OPTIONS.items()},
    }
    return {
        facet: {option: urlencode([(facet, value)]) for option, value in values.items()}
        for facet, values in options.items()
    }


def _choices_of_words(words: TextQuery) -> list[Choice]:
    if len(words.groups) != 1:
        return [Choice((_of_words(words),))]
    telling = [
        term for term in words.groups[0] if term.is_excluded or term.spellings or term.text.casefold() not in SILENT
    ]
    choices = []
    for term in telling or words.groups[0]:
        # What is excluded is meant letter by letter: it is not spelt otherwise, and "--a" is no second minus.
        alone = replace(term, is_phrase=True, is_excluded=False) if term.is_excluded else term
        choices.append(Choice((_of_words(TextQuery(((alone,),))),), is_excluded=term.is_excluded))
    return choices


def _of_words(words: TextQuery) -> str:
    # Signs only find nothing; without any the search would be for everything.
    said = str(words) or "!"
    # Beyond ASCII the database has capitals of its own (Greek ones, a dotted I).
    return urlencode([("q", said.casefold() if said.isascii() else said)])


def _listed(value: Any) -> list:
    """The values of a word, each as its address has it."""
    values = value if isinstance(value, list | tuple) else [value]
    return [getattr(one, "slug", "1" if one is True else one) for one in values if one not in (None, "", False)]
