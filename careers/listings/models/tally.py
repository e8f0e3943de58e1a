"""How many listings fit a search, and how many of them each choice would leave: exact while few, else from a part of them.

Nothing here knows what was searched: it is given rows. Large results are counted by the listings whose `sample` (a chance
from 0 to 1023) is low enough, as many as BUDGET on average, and the counts are scaled up.
"""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Case, QuerySet

CAP = 10_000  # up to here every count is exact
BUDGET = 40_000  # listings that are looked at, on average, when there are more
SAMPLES = 1024
LARGE = 100_000  # live listings, from which on figures of the whole board rest on a part of them
PILOT = 8  # of these: what is looked at to learn how many there may be at all
FEW = 0.01  # an option of less than this share of a large result is only said to be few
MISJUDGED = 2  # how far the planner's estimate may be off before it is counted again

# Option of a facet → where it stands in `Listing.facets`: (first bit, number of bits, option of each value).
PACKED: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "engagement": (0, 1, ("employee", "contractor")),
    "technical": (1, 2, ("none", "some", "deep")),
    "period": (3, 3, ("", "hour", "day", "week", "month", "year", "task")),
    "track": (6, 2, ("", "local-business", "local-government")),
    "guaranteed": (8, 1, ("", "1")),
    "paid_training": (9, 1, ("", "1")),
    "verified": (10, 1, ("", "1")),
    "crowd": (11, 2, ("under-10", "under-50", "more", "elsewhere")),
}
# Facet → those of its options that one can choose, as an address has them.
OPTIONS = {
    name: [value for value in values if value not in ("", "more", "elsewhere")]
    for name, (*_at, values) in PACKED.items()
}
# What it costs to meet one row along an order, in rows that are found at once: its words must be unpacked.
MET, MET_WITH_WORDS = 1, 4


@dataclass(frozen=True)
class Tally:
    """`total` rows, and of each facet how many rows each of its options has; scaled up and rounded by nobody.

    Options are the words of a search; professions and backgrounds are told by primary key.
    """

    total: int
    is_estimate: bool = False
    options: Mapping[str, Mapping[object, int]] = field(default_factory=dict)

    def count(self, facet: str, option: object) -> int | None:
        """How many rows have this option; None when that is too few to be estimated."""
        counted = self.options.get(facet, {}).get(option, 0)
        return None if self.is_estimate and counted < self.total * FEW else counted


def expected(rows: QuerySet, *, is_guess: bool = False) -> int:
    """How many rows the planner of the database expects, no row being read; on a small board no more than there are.

    `is_guess` says that the planner cannot know: then a small part of the rows is counted where it expects more than CAP.
    """
    live = rows.model.objects.about()
    if live <= CAP:
        return live
    plan = json.loads(rows.order_by().values("pk").explain(format="JSON"))
    size = int(plan[0]["Plan"]["Plan Rows"])
    return _piloted(rows) if is_guess and size > CAP else size


def tally(
    rows: QuerySet,
    *,
    verdict: Case | None = None,
    facets: Collection[str] = (),
    is_guess: bool = False,
    size: int | None = None,
) -> Tally:
    """Count `rows` of Listing and the options of every facet among them; `verdict` gives the kind of each row's verdict.

    When `facets` are given, only theirs are sure to be counted. `is_guess` says that the rows are chosen by sums of which
    the database cannot know how many fit; `size` is about how many there are, where that is known.
    """
    return _routed(rows, lambda part, most: _options_of(part, most, verdict, facets), is_guess=is_guess, size=size)


def total(rows: QuerySet, *, is_guess: bool = False, size: int | None = None) -> Tally:
    """Count `rows` of Listing only; parameters as for `tally`."""
    return _routed(rows, _number_of, is_guess=is_guess, size=size)


def _number_of(rows: QuerySet, most: int | None) -> tuple[int, dict]:
    rows = rows.order_by()
    return (rows[:most] if most else rows).count(), {}


def _routed(
    rows: QuerySet, count: Callable[[QuerySet, int | None], tuple[int, dict]], *, is_guess: bool, size: int | None
) -> Tally:
    """Exact when there are at most CAP; else the share of the rows that is worth looking at, scaled up."""
    if rows.query.is_empty():
        return Tally(0)
    if size is None:
        size = expected(rows, is_guess=is_guess)
    if size <= CAP * MISJUDGED:
        found, options = count(rows, CAP + 1)
        if found <= CAP:
            return Tally(found, options=options)
        size = max(_piloted(rows), CAP)
    samples = _samples_for(size)
    found, options = count(_part(rows, samples), None)
    if samples < SAMPLES and found * SAMPLES / samples <= CAP * MISJUDGED:
        # Far fewer than were expected: all of them are soon counted.
        samples = SAMPLES
        found, options = count(rows, None)
    if found * SAMPLES <= CAP * samples:
        return Tally(found, options=options)
    scaled = {
        name: {option: round(number * SAMPLES / samples) for option, number in counted.items()}
        for name, counted in options.items()
    }
    return Tally(round(found * SAMPLES / samples), is_estimate=True, options=scaled)


def _piloted(rows: QuerySet) -> int:
    """About how many rows there are, by a small part of them."""
    return _part(rows, PILOT).order_by().count() * SAMPLES // PILOT


def some(rows: QuerySet) -> QuerySet:
    """Of `rows` of Listing a part by chance that may stand for all, once the board is LARGE; else all of them."""
    return _part(rows, samples_of(rows))


def samples_of(rows: QuerySet) -> int:
    """How many of SAMPLES `some(rows)` looks at: what is counted in it times SAMPLES ÷ this stands for all."""
    live = rows.model.objects.about()
    return _samples_for(live) if live > LARGE else SAMPLES


def _samples_for(size: int) -> int:
    return min(SAMPLES, max(1, math.ceil(SAMPLES * BUDGET / max(1, size))))


def _part(rows: QuerySet, samples: int) -> QuerySet:
    return rows if samples >= SAMPLES else rows.filter(sample__lt=samples)


def _options_of(rows: QuerySet, most: int | None, verdict: Case | None, facets: Collection[str]) -> tuple[int, dict]:
    """One statement: the rows once, then how many are alike; what they are alike in is told apart here."""
    # What nobody asks for is not grouped by: it would cost up to a fifth of the whole.
    told = {"facets": "facets"}
    if not facets or "category" in facets:
        told["category"] = "category_id"
    if verdict and (not facets or "eligibility" in facets):
        told["kind"] = verdict
    keys = [name if name in told else f"NULL AS {name}" for name in ("facets", "category", "kind")]
    alike = ", ".join(told)
    if not facets or "background" in facets:
        told["backgrounds"] = "background_ids"
    rows = rows.order_by().values_list(*told.values())
    found, parameters = (rows[:most] if most else rows).query.sql_with_params()
    sql = (
        f"WITH found ({', '.join(told)}) AS MATERIALIZED ({found})"
        f" SELECT {', '.join(keys)}, NULL, count(*) FROM found GROUP BY {alike}"
    )
    if "backgrounds" in told:
        sql += (
            " UNION ALL SELECT NULL, NULL, NULL, one, count(*) FROM"
            " (SELECT unnest(backgrounds) AS one FROM found) AS welcome GROUP BY 4"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return _added_up(cursor.fetchall())


def _added_up(lines: list[tuple]) -> tuple[int, dict]:
    options: dict[str, dict] = defaultdict(lambda: defaultdict(int))
    alike: dict[int, int] = defaultdict(int)
    for facets, category, kind, background, number in lines:
        if background is not None:
            options["background"][background] = number
        else:
            alike[facets] += number
            # None where nobody asked.
            for facet, option in (("category", category), ("eligibility", kind)):
                if option is not None:
                    options[facet][option] += number
    for facets, number in alike.items():
        for name, (at, bits, values) in PACKED.items():
            options[name][values[facets >> at & 2**bits - 1]] += number
    # Whoever wants fewer than 50 applicants takes fewer than 10 as well.
    options["crowd"]["under-50"] += options["crowd"]["under-10"]
    return sum(alike.values()), options
