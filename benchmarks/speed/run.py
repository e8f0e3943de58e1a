"""`make bench N=…`: ask every question of the design, beside its anchors, and print and keep what it cost."""

import argparse
import contextlib
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import django

from benchmarks.speed.measure import KINDS, Case, Differs, Effort, Result, measure
from benchmarks.speed.tables import heading, line
from jobboard import database, environment

FILE = "bench.json"
# Which module asks the questions of a kind; each has `cases(board)`, or `results(board)` where it measures by itself.
SOURCES = {
    "rows": ("newest", "filter", "recency", "keyset"),
    "counted": ("relevance", "facets", "count", "suggest"),
    "web": ("page",),
    "publishing": ("publish",),
}


def main(arguments: list[str]) -> int:
    """Measure, print, keep; leave with a message when the board cannot be measured or an answer is wrong."""
    given = _read(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.setdefault("STATE_DIR", f"var/bench-{given.n}")
    os.environ |= {"ENVIRONMENT": "development", "DJANGO_SETTINGS_MODULE": "jobboard.settings"}
    database.hold()
    django.setup()
    # Models can be imported only when Django is set up.
    from benchmarks.speed import board

    try:
        measured = board.Board(given.n, environment.state_dir())
    except board.TooFew as refused:
        sys.exit(str(refused))
    start = time.monotonic()
    differing: list[Differs] = []
    print(f"{measured.live} live listings in {measured.state_dir}. Load {board.load()}\n\n{heading()}", flush=True)
    with contextlib.closing(measured):
        results = []
        for result in measure_all(measured, given.only or KINDS, Effort(given.calls), differing):
            results.append(result)
            print(line(result), flush=True)
        print()
        for name, size in board.sizes(measured):
            print(f"{size / 2**20:10.1f} MB  {name}")
    path = measured.state_dir / FILE
    keep(path, results)
    print(f"\n{len(results)} lines in {path}, {time.monotonic() - start:.0f} s. Load {board.load()}")
    if differing:
        sys.exit("Code and anchor do not answer the same:\n" + "\n".join(map(str, differing)))
    return 0


def keep(path: Path, results: list[Result]) -> None:
    """Write the lines; those of kinds that were not asked this time stay."""
    lines = [result.as_line() for result in results]
    kinds = {each["kind"] for each in lines}
    before: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
    kept = [each for each in before if each["kind"] not in kinds]
    path.write_text(json.dumps(sorted([*kept, *lines], key=lambda one: KINDS.index(one["kind"])), indent=1) + "\n")


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("n", type=int, help="how many live listings the board has")
    parser.add_argument("--only", action="append", choices=KINDS, help="only this kind; may be given several times")
    parser.add_argument("--calls", type=int, default=Effort.calls, help="calls in a round, of which there are three")
    return parser.parse_args(arguments)


def measure_all(board: Any, kinds: Collection[str], effort: Effort, differing: list[Differs]) -> Iterator[Result]:
    """Each line as soon as it is known. An answer that differs is noted, and the others are measured all the same."""
    for name, asked in SOURCES.items():
        if set(asked).isdisjoint(kinds):
            continue
        source = importlib.import_module(f"benchmarks.speed.{name}")
        if hasattr(source, "results"):
            yield from source.results(board, effort)
            continue
        made: list[Case] = [case for case in source.cases(board) if case.kind in kinds]
        for number, case in enumerate(made, start=1):
            if sys.stderr.isatty():
                print(f"\r\033[K{name}: {number} of {len(made)}, {case.kind}: {case.name}", end="\r", file=sys.stderr)
            try:
                yield measure(case, board.n, effort)
            except Differs as differs:
                differing.append(differs)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped; nothing was written.")
