"""The loom: threads from where people come from to the professions, as numbers for a drawing. No query, no request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, ROW, TOP = 360, 48, 8
THINNEST, THICKEST, BETWEEN = 1.5, 9.0, 2.5
MOST_BACKGROUNDS = 6


@dataclass(frozen=True)
class Strand:
    """So many listings of one profession welcome one background; `words` says how many."""

    background: str
    category: str
    hue: str
    count: int
    words: str


@dataclass(frozen=True)
class Loom:
    """A drawing: labels from top to bottom, and threads as paths with their width."""

    height: int
    backgrounds: list[dict]
    categories: list[dict]
    threads: list[dict]
    rows: list[Strand]


def loom(strands: Sequence[Strand], categories: Sequence[dict]) -> Loom | None:
    """The drawing of the backgrounds with most listings, and every profession of `categories` (dicts with `name`, `hue`,
    `count_label`, `url`); None when there is nothing to draw."""
    totals: dict[str, int] = {}
    for strand in strands:
        totals[strand.background] = totals.get(strand.background, 0) + strand.count
    chosen = sorted(totals, key=lambda name: (-totals[name], name))[:MOST_BACKGROUNDS]
    if not chosen or not categories:
        return None
    places = {category["name"]: place for place, category in enumerate(categories)}
    kept = [strand for strand in strands if strand.background in chosen and strand.category in places]
    chosen.sort(key=lambda name: (_middle((s for s in kept if s.background == name), places), name))
    height = TOP * 2 + ROW * max(len(chosen), len(categories))
    left, right = _heights(chosen, height), _heights(list(places), height)
    most = max((strand.count for strand in kept), default=1)
    widths = {strand: THINNEST + (THICKEST - THINNEST) * strand.count / most for strand in kept}
    leaving = _spread(kept, widths, at=lambda s: left[s.background], order=lambda s: right[s.category])
    arriving = _spread(kept, widths, at=lambda s: right[s.category], order=lambda s: left[s.background])
    threads = [
        {
            "path": _curve(leaving[strand], arriving[strand]),
            "hue": strand.hue,
            "width": f"{widths[strand]:.1f}",
            "gap": f"{widths[strand] + 2:.1f}",
        }
        for strand in sorted(kept, key=lambda s: -s.count)
    ]
    rows = sorted(kept, key=lambda s: (chosen.index(s.background), places[s.category]))
    return Loom(height, [{"name": name} for name in chosen], list(categories), threads, rows)


def _middle(strands: Iterable[Strand], places: dict[str, int]) -> float:
    """Where the threads of one background go on the whole: so ordered, few of them cross."""
    found = list(strands)
    return sum(places[s.category] * s.count for s in found) / max(sum(s.count for s in found), 1)


def _heights(names: Sequence[str], height: int) -> dict[str, float]:
    """Spread evenly from top to bottom."""
    step = (height - 2 * TOP) / max(len(names), 1)
    return {name: TOP + step * (place + 0.5) for place, name in enumerate(names)}


def _spread(strands: Sequence[Strand], widths: dict[Strand, float], *, at, order) -> dict[Strand, float]:
    """Threads that meet at one label lie beside each other as broad as they are, the one that goes highest on top."""
    groups: dict[float, list[Strand]] = {}
    for strand in strands:
        groups.setdefault(at(strand), []).append(strand)
    found: dict[Strand, float] = {}
    for middle, group in groups.items():
        whole = sum(widths[strand] for strand in group) + BETWEEN * (len(group) - 1)
        top = middle - whole / 2
        for strand in sorted(group, key=order):
            found[strand] = top + widths[strand] / 2
            top += widths[strand] + BETWEEN
    return found


def _curve(start: float, end: float) -> str:
    third = WIDTH * 0.42
    return f"M0 {start:.1f}C{third:.0f} {start:.1f} {WIDTH - third:.0f} {end:.1f} {WIDTH} {end:.1f}"
