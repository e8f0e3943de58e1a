"""The loom: threads from where people come from to the professions, as numbers for a drawing. No query, no request."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW, TOP = 360, 64, 20
THINNEST, THICKEST = 1.5, 9.0
MOST_BACKGROUNDS = 6


@dataclass(frozen=True)
class Strand:
    """So many listings of one profession welcome one background."""

    background: str
    category: str
    hue: str
    count: int


@dataclass(frozen=True)
class Loom:
    """A drawing: labels with the height they stand at, and threads as paths with their width."""

    height: int
    backgrounds: list[dict]
    categories: list[dict]
    threads: list[dict]
    rows: list[Strand]


def loom(strands: Sequence[Strand], categories: Sequence[dict]) -> Loom | None:
    """The drawing of the backgrounds with most listings, and every profession of `categories` (dicts with `name`, `hue`,
    `count`, `url`); None when there is nothing to draw."""
    totals: dict[str, int] = {}
    for strand in strands:
        totals[strand.background] = totals.get(strand.background, 0) + strand.count
    chosen = sorted(totals, key=lambda name: (-totals[name], name))[:MOST_BACKGROUNDS]
    if not chosen or not categories:
        return None
    height = TOP * 2 + ROW * max(len(chosen), len(categories))
    left = _places(chosen, height)
    right = _places([category["name"] for category in categories], height)
    kept = [strand for strand in strands if strand.background in left and strand.category in right]
    most = max(strand.count for strand in kept) if kept else 1
    leaving, arriving = _spread(kept, "background"), _spread(kept, "category")
    threads = [
        {
            "path": _curve(left[s.background] + leaving[s], right[s.category] + arriving[s]),
            "hue": s.hue,
            "width": f"{THINNEST + (THICKEST - THINNEST) * s.count / most:.1f}",
        }
        for s in sorted(kept, key=lambda s: -s.count)
    ]
    return Loom(
        height=height,
        backgrounds=[{"name": name, "y": left[name]} for name in chosen],
        categories=[{**category, "y": right[category["name"]]} for category in categories],
        threads=threads,
        rows=kept,
    )


def _places(names: Sequence[str], height: int) -> dict[str, float]:
    """Spread evenly from top to bottom."""
    step = (height - 2 * TOP) / max(len(names), 1)
    return {name: TOP + step * (place + 0.5) for place, name in enumerate(names)}


def _spread(strands: Sequence[Strand], end: str) -> dict[Strand, float]:
    """Threads of one label lie beside each other, not on top."""
    groups: dict[str, list[Strand]] = {}
    for strand in strands:
        groups.setdefault(getattr(strand, end), []).append(strand)
    return {
        strand: (place - (len(group) - 1) / 2) * 7 for group in groups.values() for place, strand in enumerate(group)
    }


def _curve(start: float, end: float) -> str:
    third = WIDTH * 0.42
    return f"M0 {start:.0f}C{third:.0f} {start:.0f} {WIDTH - third:.0f} {end:.0f} {WIDTH} {end:.0f}"
