"""The table that `make bench` prints."""

import math

from benchmarks.speed.measure import Result

COLUMNS = "{:<10} {:<38} {:>8} {:>8} {:>8}   {:<8} {:>8} {:>8} {:>7}  {}"


def heading() -> str:
    """The names of the columns. Times are in ms; `whole` is the call with all that Python does in it."""
    names = ("kind", "question", "p50", "p95", "whole", "anchor", "p50", "p95", "ratio", "")
    return COLUMNS.format(*names) + "\n" + "-" * 120


def line(result: Result) -> str:
    """One result."""
    return COLUMNS.format(
        result.kind, result.name, _ms(result.p50_ms), _ms(result.p95_ms), _ms(result.whole_p50_ms), result.anchor,
        _ms(result.anchor_p50_ms), _ms(result.anchor_p95_ms), f"{result.ratio:.2f}", result.way,
    ).rstrip()  # fmt: skip


def _ms(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"
