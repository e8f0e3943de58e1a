"""Calls that are timed beside their anchors, and what becomes of the times: percentiles, medians of rounds, ratios."""

import math
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import Random
from statistics import median
from typing import Any, NamedTuple

KINDS = ("newest", "filter", "recency", "keyset", "relevance", "facets", "count", "suggest", "page", "publish")
ANCHORS = ("sql", "tantivy", "bare")
HOPELESS, HOPELESS_MS = 10, 100  # a way by hand that takes so many times the fastest one, and so long, is given up


@dataclass(frozen=True)
class Effort:
    """How much is measured: `rounds` of so many `calls`; before that `warming` draws, each asked twice.

    Those fill caches, compare the answers and pick the anchor; nothing of them counts.
    """

    calls: int = 40
    rounds: int = 3
    warming: int = 4


class Timed(NamedTuple):
    """One call: the time that counts, the time of the whole call, and what it answered."""

    ms: float
    whole_ms: float
    answer: Any


class Differs(Exception):
    """Code and anchor do not answer the same; the message says what was asked."""


@dataclass(frozen=True)
class Case:
    """One question: how the code answers it, and every way by hand that is worth trying; the fastest is the anchor.

    `draw` makes the parameters of one call, so that no two calls ask for the same. `agree` compares the answers of the
    code and of an anchor; None where they cannot be the same (another engine's ranking).
    """

    name: str
    kind: str
    anchor: str
    draw: Callable[[Random], Any]
    code: Callable[[Any], Timed]
    ways: dict[str, Callable[[Any], Timed]]
    agree: Callable[[Any, Any], bool] | None = field(default=lambda ours, theirs: ours == theirs)
    calls: int = 0  # in a round; 0: as many as the effort says
    before: Callable[[Sequence[Any]], None] | None = None  # is told all draws before any of them is timed


@dataclass(frozen=True)
class Result:
    """What a case cost: a line of bench.json, and what the table says besides."""

    name: str
    kind: str
    n: int
    p50_ms: float
    p95_ms: float
    anchor: str
    anchor_p50_ms: float
    anchor_p95_ms: float = math.nan
    whole_p50_ms: float = math.nan
    way: str = ""

    @property
    def ratio(self) -> float:
        """How many times what the anchor takes."""
        return self.p50_ms / self.anchor_p50_ms if self.anchor_p50_ms else math.inf

    def as_line(self) -> dict[str, Any]:
        """As bench.json has it."""
        return {
            "name": self.name, "kind": self.kind, "n": self.n, "p50_ms": round(self.p50_ms, 3),
            "p95_ms": round(self.p95_ms, 3), "anchor": self.anchor, "anchor_p50_ms": round(self.anchor_p50_ms, 3),
            "ratio": round(self.ratio, 3),
        }  # fmt: skip


def percentile(times: Sequence[float], share: float) -> float:
    """The value that `share` of the times do not exceed, between two neighbours in proportion. Raises ValueError for none."""
    if not times:
        raise ValueError("no times")
    ordered = sorted(times)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def over_rounds(rounds: Sequence[Sequence[float]], share: float) -> float:
    """The median over rounds of a percentile: one disturbed round does not count."""
    return median(percentile(times, share) for times in rounds)


def measure(case: Case, n: int, effort: Effort) -> Result:
    """Ask code and anchor in turns. Raises Differs when their answers do."""
    rng = Random(f"{case.kind} {case.name} {case.anchor}")
    calls = case.calls or effort.calls
    draws = [case.draw(rng) for _number in range(effort.warming + effort.rounds * calls)]
    if case.before:
        case.before(draws)
    way = _warm(case, draws[: effort.warming])
    anchor, asked = case.ways[way], iter(draws[effort.warming :])
    ours, whole, theirs = [], [], []
    for _number in range(effort.rounds):
        pairs = [_pair(case.code, anchor, next(asked), number) for number in range(calls)]
        ours.append([mine.ms for mine, _other in pairs])
        whole.append([mine.whole_ms for mine, _other in pairs])
        theirs.append([other.ms for _mine, other in pairs])
    return Result(
        name=case.name, kind=case.kind, n=n, p50_ms=over_rounds(ours, 0.5), p95_ms=over_rounds(ours, 0.95),
        anchor=case.anchor, anchor_p50_ms=over_rounds(theirs, 0.5), anchor_p95_ms=over_rounds(theirs, 0.95),
        whole_p50_ms=over_rounds(whole, 0.5), way=way if len(case.ways) > 1 else "",
    )  # fmt: skip


def timed(work: Callable[[], Any], watch: AbstractContextManager[list[float]] | None = None) -> Timed:
    """Call `work`; what counts is what `watch` adds up meanwhile (see board.statements), without one the whole call."""
    start = time.perf_counter()
    if watch is None:
        answer, counted = work(), None
    else:
        with watch as counted:
            answer = work()
    whole = (time.perf_counter() - start) * 1000
    return Timed(whole if counted is None else sum(counted), whole, answer)


def _pair(code: Callable, anchor: Callable, draw: Any, number: int) -> tuple[Timed, Timed]:
    # By turns, so that neither always finds what the other has just read.
    if number % 2:
        other = anchor(draw)
        return code(draw), other
    mine = code(draw)
    return mine, anchor(draw)


def _warm(case: Case, draws: Sequence[Any]) -> str:
    """Fill the caches, compare the answers, and return the name of the fastest way by hand."""
    times: dict[str, list[float]] = {name: [] for name in case.ways}
    for number, draw in enumerate([*draws, *draws]):
        mine = case.code(draw)
        asked = {name: case.ways[name](draw) for name in times}
        for name, other in asked.items():
            if case.agree is not None and not case.agree(mine.answer, other.answer):
                raise Differs(f"{case.name}: {draw}\n  code: {mine.answer!r:.700}\n  {name}: {other.answer!r:.700}")
        fastest = min(other.ms for other in asked.values())
        for name, other in asked.items():
            if other.ms > max(HOPELESS_MS, HOPELESS * fastest):
                del times[name]
            elif number >= len(draws):
                times[name].append(other.ms)
    return min(times, key=lambda name: median(times[name]))
