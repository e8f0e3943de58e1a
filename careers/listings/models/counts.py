"""How many listings fit a search, in all and by facet, and from that, which way to its rows is the shorter."""

import hashlib
from collections.abc import Callable
from functools import cached_property
from math import isqrt
from typing import Any

from django.core.cache import caches
from django.db.models import Case, QuerySet

from careers.accounts.viewer import Viewer
from careers.core import clock
from careers.core.fragments import lasting
from careers.core.held import held_under
from careers.core.text_query import TextQuery
from careers.listings.models.bitmaps import (
    GUESSED,
    Choice,
    FilterBitmap,
    Fitting,
    choices_of,
    facet_searches,
    searches_of,
)
from careers.listings.models.listing import Listing
from careers.listings.models.tally import CAP, MET, MET_WITH_WORDS, Tally, expected, tally, total

KEPT_SECONDS = 60  # an estimate may be that old
NEARLY = 1.05  # a bitmap is some minutes old: that near to CAP the listings themselves are asked


_expected = lasting(4_000)


class SearchCounts:
    """The counts of a search, for ListingFilter, which knows the rest of it: what is chosen, and which rows fit.

    Up to CAP every number is exact. Above it, it comes from bitmaps where all that is chosen is kept, else from a part of
    the rows, and the worker is asked to keep it from then on.
    """

    is_whole_board: bool
    viewer: Viewer
    words: TextQuery
    form: Any
    data: Any
    chosen: list[str]
    verdict: Case | None
    is_valid: Callable[[], bool]
    qs: QuerySet
    without: Callable[..., QuerySet]

    @cached_property
    def tally(self) -> Tally:
        """How many rows fit, and of each facet how many rows each option has among them."""
        return self._kept(tally)

    def tally_without(self, *words: str) -> Tally:
        """The same for the rows that fit every word but these: a facet is counted without its own choice."""
        given = [word for word in words if word in self.chosen]
        return self._kept(tally, *given) if given else self.tally

    def total(self, *without: str) -> Tally:
        """How many rows fit every word but these."""
        return self.tally if not without and "tally" in self.__dict__ else self._kept(total, *without)

    @cached_property
    def size(self) -> int:
        """About how many rows fit: counted when they have been, else what is kept or the database expects."""
        if "tally" in self.__dict__:
            return self.tally.total
        return len(self._fitting.members) if self._fitting else self._expected()

    def is_gathered(self, most: int) -> bool:
        """Whether finding all rows that fit and sorting them costs less than meeting rows in order until `most` fit."""
        if not self.chosen or (self._is_summed() and not self._fitting):
            return False
        # Meeting costs `met` for each `most` of the rows that fit; gathering looks at all rows of the rarest choice.
        met = most * (MET_WITH_WORDS if "q" in self.chosen else MET) * Listing.objects.about()
        if self._fitting:
            return self._fitting.rarest * len(self._fitting.members) <= met
        return self.size <= isqrt(met)

    @cached_property
    def _fitting(self) -> Fitting | None:
        return self._about_fitting()

    def _about_fitting(self, *without: str) -> Fitting | None:
        """About the rows that fit every word but these, when all that is chosen is kept."""
        return FilterBitmap.objects.fitting(self._choices(*without)) if self._has_bitmaps else None

    @cached_property
    def _has_bitmaps(self) -> bool:
        return self.is_whole_board and FilterBitmap.objects.are_worth_it()

    def _choices(self, *without: str) -> list[Choice]:
        given = self.form.cleaned_data
        chosen = {word: given[word] for word in self.chosen if word not in without}
        return choices_of(chosen, self.words, {**given, **self._place})

    @property
    def _place(self) -> dict[str, Any]:
        viewer = self.viewer
        return {"country": viewer.country, "zone": viewer.zone, "work_language": list(viewer.work_languages)}

    def _expected(self, *without: str) -> int:
        """What the planner expects, who thinks as long about a search as the search takes: held for a while."""
        rows = self.without(*without) if without else self.qs
        if not self.is_whole_board:
            return expected(rows, is_guess=self._has_phrase(*without))
        is_guess = self._is_summed(*without) or self._has_phrase(*without)
        choices = tuple(self._choices(*without))
        return held_under(choices, lambda: expected(rows, is_guess=is_guess), KEPT_SECONDS, store=_expected)

    def _is_summed(self, *without: str) -> bool:
        """Whether rows are chosen by sums that no index knows."""
        return any(word in self.chosen and word not in without for word in GUESSED)

    def _has_phrase(self, *without: str) -> bool:
        """Whether words must stand side by side: the planner takes them for words that stand anywhere."""
        return "q" not in without and any(term.is_phrase and len(term.words) > 1 for term in self.words.terms)

    def _kept(self, count: Callable[..., Tally], *without: str) -> Tally:
        """Count; what had to be estimated from a part of the rows is kept for a moment, until the worker keeps bitmaps of it."""
        if not self.is_valid():
            return Tally(0)
        fitting = self._about_fitting(*without) if without else self._fitting
        if fitting and len(fitting.members) > CAP * NEARLY:
            counted = self._by_bitmaps(fitting, count, without)
            if counted:
                return counted
        given = sorted((name, values) for name, values in self.data.lists() if name not in (*without, "sort", "cursor"))
        key = f"tally {count.__name__} {(given, self.viewer, clock.today('UTC'))}"
        key = hashlib.sha256(key.encode()).hexdigest()
        kept = caches["template_fragments"].get(key) if self.is_whole_board else None
        if kept is not None:
            return kept
        options = {"verdict": self.verdict, "facets": without} if count is tally else {}
        size = len(fitting.members) if fitting else self._expected(*without)
        counted = count(self.without(*without), size=size, **options)
        if counted.is_estimate and self.is_whole_board:
            caches["template_fragments"].set(key, counted, KEPT_SECONDS)
            FilterBitmap.objects.want(searches_of(self._choices(*without)))
        return counted

    def _by_bitmaps(self, fitting: Fitting, count: Callable[..., Tally], facets: tuple[str, ...]) -> Tally | None:
        number = len(fitting.members)
        if count is total:
            return Tally(number, is_estimate=True)
        searches = facet_searches(self._place)
        wanted = {facet: searches[facet] for facet in facets or searches if facet in searches}
        options = FilterBitmap.objects.options(fitting.members, wanted)
        if options is None:
            FilterBitmap.objects.want(search for one in wanted.values() for search in one.values())
            return None
        return Tally(number, is_estimate=True, options=options)
