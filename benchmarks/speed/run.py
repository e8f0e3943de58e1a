"""`make bench N=…`: ask every question of the design, beside its anchors, and print and keep what it cost."""

import argparse
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from benchmarks.speed.measure import KINDS, Case, Differs, Result, measure
from benchmarks.speed.tables import heading, line
from jobboard import database, environment

FILE = "bench.json"
CALLS = 40
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

    folder = environment.state_dir()
    start = time.monotonic()
    try:
        measured = board.Board(given.n, folder)
        print(f"{measured.live} live listings in {folder}. Load {board.load()}\n\n{heading()}", flush=True)
        results = []
        for result in _results(measured, given):
            results.append(result)
            print(line(result), flush=True)
        print()
        for name, size in board.sizes(measured):
            print(f"{size / 2**20:10.1f} MB  {name}")
    except board.TooFew as refused:
        sys.exit(str(refused))
    keep(folder / FILE, results)
    print(f"\n{len(results)} lines in {folder / FILE}, {time.monotonic() - start:.0f} s. Load {board.load()}")
    if given.differing:
        sys.exit(f"Code and anchor do not answer the same: {', '.join(given.differing)}. What they said stands above.")
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
    parser.add_argument("--calls", type=int, default=CALLS, help="calls in a round, of which there are three")
    return parser.parse_args(arguments, argparse.Namespace(differing=[]))


def _results(board: Any, given: argparse.Namespace) -> Iterator[Result]:
    """Each line as soon as it is known. An answer that differs is said, and the others are measured all the same."""
    wanted = given.only or KINDS
    for name, kinds in SOURCES.items():
        if set(kinds).isdisjoint(wanted):
            continue
        source = importlib.import_module(f"benchmarks.speed.{name}")
        if hasattr(source, "results"):
            yield from source.results(board, given.calls)
            continue
        made: list[Case] = [case for case in source.cases(board) if case.kind in wanted]
        for number, case in enumerate(made, start=1):
            if sys.stderr.isatty():
                print(f"\r\033[K{name}: {number} of {len(made)}, {case.kind}: {case.name}", end="\r", file=sys.stderr)
            try:
                yield measure(case, board.n, calls=given.calls)
            except Differs as differs:
                given.differing.append(case.name)
                print(f"{case.kind} {differs}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
