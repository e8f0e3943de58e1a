"""Charts as numbers for a drawing: bars on one scale, at one width. No query, no request; the template draws them."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from careers.core.money import format_compact
from careers.insights.figures import PayFigure

WIDE, NARROW = 640, 328
LETTERS = 22  # of a name in one line beside its bar
LINE = 16


@dataclass(frozen=True)
class Chart:
    """A drawing with its size; `ticks` and `bars` are dicts of places in it. Words stand beside the bars, or above them."""

    width: int
    height: int
    top: int
    ticks: list[dict]
    bars: list[dict]


def pay_chart(rows: Sequence[tuple[str, str, PayFigure]], *, is_narrow: bool = False) -> Chart:
    """The middle half of each row (name, hue, figure) as a bar, its median as an upright line; all in one currency."""
    left, right, width = (2, 2, NARROW) if is_narrow else (176, 50, WIDE)
    row_height, top = (72, 28) if is_narrow else (64, 28)
    highest = max(figure.high for _name, _hue, figure in rows)
    step = _step(highest, 2 if is_narrow else 4)
    end = step * math.ceil(highest / step)
    currency = rows[0][2].currency

    def x(value: Decimal) -> float:
        return round(left + float(value / end) * (width - left - right), 1)

    marks = [step * number for number in range(int(end / step) + 1)]
    ticks = [
        {"x": x(mark), "text": format_compact(mark, currency), "anchor": _anchor(mark, end, is_narrow)}
        for mark in marks
    ]
    bars = []
    for place, (name, hue, figure) in enumerate(rows):
        middle = top + row_height * place + (52 if is_narrow else 38)
        lines = [name] if is_narrow else textwrap.wrap(name, LETTERS)
        first = middle - 26 if is_narrow else middle - LINE * (len(lines) - 1) / 2
        bars.append(
            {
                "hue": hue,
                "lines": [{"y": first + LINE * number, "text": line} for number, line in enumerate(lines)],
                "count": figure.count,
                "count_y": first if is_narrow else first + LINE * len(lines),
                "x": x(figure.low),
                "width": max(round(x(figure.high) - x(figure.low), 1), 2),
                "y": middle - 6,
                "median_y": middle - 14,
                "median_x": x(figure.median),
                "median_text_x": min(max(x(figure.median), left + 34), width - right - 34),
                "median": format_compact(figure.median, figure.currency),
            }
        )
    return Chart(width, top + row_height * len(rows), top, ticks, bars)


def _anchor(mark: Decimal, end: Decimal, is_narrow: bool) -> str:
    """Where bars take the whole width, the outermost words of the scale stay inside the drawing."""
    if not is_narrow:
        return "middle"
    return {Decimal(0): "start", end: "end"}.get(mark, "middle")


def _step(highest: Decimal, most: int) -> Decimal:
    """A round distance between ticks, of which at most so many reach the highest value."""
    rough = highest / most
    power = Decimal(10) ** rough.adjusted()
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
