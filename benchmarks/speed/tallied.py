"""Counts and facets by hand: exact while few, else from as large a part of the rows as the code looks at."""

import math
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from benchmarks.speed.board import Board
from benchmarks.speed.by_hand import LIVE, Draw, Sql
from benchmarks.speed.measure import Timed
from careers.core import clock
from careers.listings.models.tally import BUDGET, CAP, MISJUDGED, OPTIONS, PACKED, SAMPLES, Tally

Counts = dict[tuple[str, Any], int]
Part = tuple[Draw, str]  # a search, and the one facet that is asked of it; an empty one: all
NEAR = 0.1  # how far an estimate may be from the other answer
TELLING = 0.05  # of an estimated result, the share from which on an option's number is compared

VERDICTS = {1: "open", 2: "not-stated", 3: "not-open"}

# Where the rows come from: as the planner likes, the part of the board first, or what fits the search first.
SOURCES = ("planned", "part first", "search first")


def source(name: str, columns: str, draw: Draw, samples: int, extra: Sql = ("", ())) -> Sql:
    """A SELECT of `columns` (and `extra`) of the rows that fit, in a part of the board."""
    where, values = draw.conditions(met_one_by_one=name == "part first")
    part = f"sample < {samples}" if samples < SAMPLES else "true"
    chosen = f"{columns}{extra[0]}"
    if name == "part first":
        rows = f"SELECT * FROM careers_listing WHERE state = 'live' AND {part} OFFSET 0"
        return f"SELECT {chosen} FROM ({rows}) AS part WHERE {LIVE} AND {where}", (*extra[1], clock.now(), *values)
    if name == "search first":
        rows = f"SELECT * FROM careers_listing WHERE {LIVE} AND {where} OFFSET 0"
        return f"SELECT {chosen} FROM ({rows}) AS fitting WHERE {part}", (*extra[1], clock.now(), *values)
    return f"SELECT {chosen} FROM careers_listing WHERE {LIVE} AND {where} AND {part}", (
        *extra[1],
        clock.now(),
        *values,
    )


def samples_for(size: int) -> int:
    """How much of the board is looked at for a result of about this size; SAMPLES is all of it."""
    return SAMPLES if size <= CAP * MISJUDGED else min(SAMPLES, max(1, math.ceil(SAMPLES * BUDGET / size)))


def count_ways(board: Board, size_of: Callable[[Draw], int]) -> dict[str, Callable[[Draw], Timed]]:
    """Ways to the number of rows that fit."""

    def way(name: str) -> Callable[[Draw], Timed]:
        def ask(draw: Draw) -> Timed:
            samples = samples_for(size_of(draw))
            rows, values = source(name, "1", draw, samples)
            most = f"LIMIT {CAP + 1}" if samples == SAMPLES else ""
            done = board.time(f"SELECT count(*) FROM ({rows} {most}) AS found", values)
            found = done.answer[0][0]
            if samples == SAMPLES and found > CAP:
                # There are more than were expected: then all of them.
                more = board.time(f"SELECT count(*) FROM ({rows}) AS found", values)
                return Timed(done.ms + more.ms, done.whole_ms + more.whole_ms, (more.answer[0][0], True))
            return done._replace(answer=(round(found * SAMPLES / samples), samples < SAMPLES))

        return ask

    return {name: way(name) for name in SOURCES}


def facet_ways(board: Board, size_of: Callable[[Draw], int], parts_of: Callable[[Draw], list[Part]], verdict=None):
    """Ways to the numbers of every facet: of each of `parts_of` a search one statement, as one would write it."""

    def way(name: str) -> Callable[[Draw], Timed]:
        def ask(draw: Draw) -> Timed:
            done = [_facets(board, name, part, size_of, verdict) for part in parts_of(draw)]
            return Timed(sum(one.ms for one in done), sum(one.whole_ms for one in done), [one.answer for one in done])

        return ask

    return {name: way(name) for name in SOURCES}


def _facets(board: Board, name: str, part: Part, size_of: Callable[[Draw], int], verdict: Any) -> Timed:
    draw, facet = part
    samples = samples_for(size_of(draw))
    if facet:
        return _one_facet(board, name, draw, samples, facet)
    sql, values = verdict(draw) if verdict else ("", ())
    columns = "category_id, facets, background_ids"
    rows, asked = source(name, columns, draw, samples, (f", {sql} AS verdict" if sql else "", values))
    keys = "category_id, facets, verdict" if sql else "category_id, facets"
    statement = (
        f"WITH found AS MATERIALIZED ({rows}), alike AS (SELECT {keys}, count(*) AS n FROM found GROUP BY {keys}) "
        f"SELECT {keys}, n FROM alike UNION ALL SELECT NULL, one, {'NULL, ' if sql else ''}count(*) FROM"
        " (SELECT unnest(background_ids) AS one FROM found) AS welcome GROUP BY 2"
    )
    done = board.time(statement, asked)
    return done._replace(answer=_counted(done.answer, samples, bool(sql)))


def _one_facet(board: Board, name: str, draw: Draw, samples: int, facet: str) -> Timed:
    """The options of one facet: nothing else is asked of a search without that facet's choice."""
    at, bits, options = PACKED.get(facet, (0, 0, ()))
    column = f"(facets >> {at}) & {2**bits - 1}" if options else "category_id"
    rows, asked = source(name, f"{column} AS option", draw, samples)
    done = board.time(f"SELECT option, count(*) FROM ({rows}) AS found GROUP BY 1", asked)
    scale = SAMPLES / samples
    counts = {(facet, options[key] if options else key): round(number * scale) for key, number in done.answer}
    total = round(sum(number for _key, number in done.answer) * scale)
    return done._replace(answer=(total, samples < SAMPLES, counts))


def _counted(lines: list[tuple], samples: int, has_verdict: bool) -> tuple[int, bool, Counts]:
    counts: Counts = defaultdict(int)
    for category, packed, *rest in lines:
        number = rest[-1]
        if category is None:
            counts["background", packed] += number
            continue
        counts["category", category] += number
        for name, (at, bits, options) in PACKED.items():
            counts[name, options[(packed >> at) & (2**bits - 1)]] += number
        if has_verdict:
            counts["eligibility", VERDICTS[rest[0]]] += number
    counts["crowd", "under-50"] += counts["crowd", "under-10"]
    total = sum(number for (name, _option), number in counts.items() if name == "category")
    scale = SAMPLES / samples
    scaled = {key: round(number * scale) for key, number in counts.items() if number}
    return round(total * scale), samples < SAMPLES, scaled


def counts_of(tally: Tally, facet: str = "") -> tuple[int, bool, Counts]:
    """The code's answer in the same shape, all of it or of one facet."""
    counts = {(name, option): n for name, options in tally.options.items() for option, n in options.items() if n}
    # Without a country there is nothing to say of who may take it.
    counts.pop(("eligibility", ""), None)
    if facet:
        counts = {key: number for key, number in counts.items() if key[0] == facet}
    return tally.total, tally.is_estimate, counts


def same_total(ours: tuple[int, bool], theirs: tuple[int, bool]) -> bool:
    """The same number; near to it where the code says that it estimates."""
    return ours[0] == theirs[0] or (ours[1] and _near(ours[0], theirs[0]))


def about_the_same_total(ours: tuple[int, bool], theirs: tuple[int, bool]) -> bool:
    """Nearly the same number: another engine takes words apart in its own way."""
    return _near(ours[0], theirs[0])


def same_facets(ours: list, theirs: list) -> bool:
    """The same numbers for every part; near to them where the code estimates, for options that are no small ones."""
    return len(ours) == len(theirs) and all(map(_same, ours, theirs))


def _same(ours: tuple[int, bool, Counts], theirs: tuple[int, bool, Counts]) -> bool:
    if not ours[1]:
        return (ours[0], ours[2]) == (theirs[0], theirs[2])
    telling = [key for key, number in theirs[2].items() if number >= theirs[0] * TELLING and _can_be_chosen(*key)]
    return _near(ours[0], theirs[0]) and all(_near(ours[2].get(key, 0), theirs[2][key]) for key in telling)


def _can_be_chosen(facet: str, option: Any) -> bool:
    return facet not in OPTIONS or option in OPTIONS[facet]


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(one, other)
