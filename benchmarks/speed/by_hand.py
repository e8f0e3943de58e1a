"""The best SQL that one can write for a page of listings: three ways, of which the fastest becomes the anchor.

Each gives what a card shows of 21 rows (the page, and one more to know whether there is another).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benchmarks.speed.board import Board
from benchmarks.speed.measure import Timed
from careers.core import clock

ROWS = 21
LIVE = "state = 'live' AND hidden_at IS NULL AND closes_at > %s"
COLUMNS = (
    "public_id", "slug", "title", "language", "version", "is_sample", "engagement", "hours_min", "hours_max",
    "hours_guaranteed", "training_paid", "pay_min", "pay_max", "pay_currency_id", "pay_period", "task_minutes",
    "pay_hour_min", "pay_hour_max", "pay_month_min", "pay_month_max", "pay_hours_assumed", "eligibility_scope",
    "eligible_countries", "eligible_regions", "utc_offset_min", "utc_offset_max", "overlap_hours", "overlap_zone",
    "work_languages", "apply_at", "published_at", "rank_at", "closes_at", "queue_full_at", "application_count",
)  # fmt: skip
CARD = ", ".join(
    [
        "l.id", *(f"l.{name}" for name in COLUMNS), "c.slug", "c.name_en", "c.name_id", "c.hue", "e.slug", "e.name",
        "e.zone", "e.verification_level", "e.is_sample", "e.answer_due_count", "e.answer_seeker_count",
        "e.answered_count", "e.answer_median_days",
    ]
)  # fmt: skip
JOINED = "JOIN careers_employer e ON e.id = l.employer_id JOIN careers_jobcategory c ON c.id = l.category_id"

Sql = tuple[str, tuple[Any, ...]]
Ways = dict[str, Callable[["Draw"], Timed]]


@dataclass(frozen=True)
class Place:
    """Where a page begins: after (older) or before (newer) the row with this moment and key; `cursor` says it to the code."""

    cursor: str
    moment: datetime
    pk: int
    is_newer: bool = False


@dataclass(frozen=True)
class Draw:
    """One question: the words of its address, and the same as conditions in SQL. `plain` is theirs for rows met one by one."""

    words: dict[str, Any]
    where: tuple[Sql, ...] = ()
    plain: tuple[Sql, ...] | None = None
    query: Sql | None = None
    place: Place | None = None
    order: str = "published_at"

    def conditions(self, *, met_one_by_one: bool = False) -> Sql:
        """All of them, joined by AND, without those on being live."""
        parts = [*((self.plain if met_one_by_one else None) or self.where)]
        if self.query:
            parts.append((f"search_words @@ ({self.query[0]})", self.query[1]))
        return " AND ".join(["true", *(sql for sql, _values in parts)]), tuple(
            v for _sql, given in parts for v in given
        )

    def beyond(self) -> Sql:
        """The condition of its place, as an index on the order takes it."""
        if self.place is None:
            return "true", ()
        sign = ">" if self.place.is_newer else "<"
        return f"({self.order}, id) {sign} (%s, %s)", (self.place.moment, self.place.pk)

    def ordering(self, prefix: str = "") -> str:
        """ORDER BY; backwards where a newer page is asked for."""
        way = "ASC" if self.place and self.place.is_newer else "DESC"
        return f"ORDER BY {prefix}{self.order} {way}, {prefix}id {way}"


def page_ways(board: Board) -> Ways:
    """The ways to a page: as the planner likes, by walking the order until it is full, by gathering all that fits first."""

    def ask(statement: str, values: tuple[Any, ...], draw: Draw) -> Timed:
        done = board.time(statement, values)
        keys = [row[0] for row in done.answer][: ROWS - 1]
        return done._replace(answer=keys[::-1] if draw.place and draw.place.is_newer else keys)

    def planned(draw: Draw) -> Timed:
        where, values = draw.conditions()
        beyond, at = draw.beyond()
        rows = f"SELECT * FROM careers_listing WHERE {LIVE} AND {beyond} AND {where} {draw.ordering()} LIMIT {ROWS}"
        return ask(_cards(rows, draw), (clock.now(), *at, *values), draw)

    def walked(draw: Draw) -> Timed:
        where, values = draw.conditions(met_one_by_one=True)
        beyond, at = draw.beyond()
        # OFFSET 0 keeps the planner from pulling the conditions inside: the index is walked, and left when 21 are met.
        along = f"SELECT * FROM careers_listing WHERE state = 'live' AND {beyond} {draw.ordering()} OFFSET 0"
        rows = f"SELECT * FROM ({along}) AS along WHERE {LIVE} AND {where} LIMIT {ROWS}"
        return ask(_cards(rows, draw), (*at, clock.now(), *values), draw)

    def gathered(draw: Draw) -> Timed:
        where, values = draw.conditions()
        beyond, at = draw.beyond()
        found = f"SELECT id, {draw.order} FROM careers_listing WHERE {LIVE} AND {where}"
        first = f"SELECT id FROM found WHERE {beyond} {draw.ordering()} LIMIT {ROWS}"
        statement = (
            f"WITH found AS MATERIALIZED ({found}), first AS MATERIALIZED ({first}) "
            f"SELECT {CARD} FROM first JOIN careers_listing l USING (id) {JOINED} {draw.ordering('l.')}"
        )
        return ask(statement, (clock.now(), *values, *at), draw)

    return {"planned": planned, "walked": walked, "gathered": gathered}


def _cards(rows: str, draw: Draw) -> str:
    return f"SELECT {CARD} FROM ({rows}) AS l {JOINED} {draw.ordering('l.')}"


def words_query(*words: str) -> Sql:
    """The tsquery of several words, all of them."""
    return " && ".join(["lintas_query(%s)"] * len(words)), words
