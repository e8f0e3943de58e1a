"""How good the order of a search is: `make bench-relevance` asks the 60 judged queries and prints nDCG@10.

The rule that grades, and what the set is: benchmarks/judged/README.md. `relevance.json` in STATE_DIR keeps the figures,
and the next run says what has changed since.
"""

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.board import own_board
from benchmarks.judged.make_listings import LISTINGS, read
from benchmarks.judged.rule import grade
from benchmarks.ndcg import PLACES, ndcg

FILE = "relevance.json"
JUDGED = ("listings.jsonl", "queries.json", "roles.json", "rule.py")
WORST = 10
NOTICED = 0.005


def main() -> int:
    """Load the set, ask, print, keep."""
    listings = [json.loads(line) for line in LISTINGS.read_text(encoding="utf-8").splitlines()]
    with own_board() as folder:
        results = _ask(listings)
        judged = _digest()
        before = _read(folder / FILE, judged)
        print("\n".join(report(results, before)))
        kept = {"ndcg_at_10": round(mean(results), 4), "judged": judged, "queries": results}
        (folder / FILE).write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _ask(listings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # Models can be imported only when Django is set up.
    from benchmarks.judged.search import answers, load_vocabulary, publish

    load_vocabulary()
    keys = publish(listings)
    categories = {role["slug"]: role["category"] for role in read("roles.json")}
    results = []
    for query in read("queries.json"):
        grades = {row["key"]: grade(query, row, categories) for row in listings}
        rows, total = answers(query, PLACES)
        shown = [grades[keys[pk]] for pk in rows]
        figures = {"ndcg": round(ndcg(shown, grades.values()), 4), "found": total, "grades": shown}
        results.append({name: query[name] for name in ("key", "kind", "language", "q")} | figures)
    return results


def _digest() -> str:
    """Tells one judged set from another."""
    return hashlib.sha256(b"\0".join((LISTINGS.parent / name).read_bytes() for name in JUDGED)).hexdigest()[:12]


def _read(path: Path, judged: str) -> dict[str, float]:
    """Key → figure of the run before, when there was one with the same set."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {row["key"]: row["ndcg"] for row in kept["queries"]} if kept.get("judged") == judged else {}


def mean(results: list[dict[str, Any]]) -> float:
    """The mean over queries."""
    return fmean(row["ndcg"] for row in results)


def report(results: list[dict[str, Any]], before: dict[str, float]) -> list[str]:
    """What is printed: groups, the worst queries, what has changed since, the mean."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in results:
        groups[f"language {row['language']}"].append(row)
    for row in results:
        groups[row["kind"]].append(row)
    lines = [f"{name:<14} {len(rows):>3}  {mean(rows):.3f}" for name, rows in groups.items()]
    lines += ["", f"the {WORST} worst:"]
    lines += [_line(row) for row in sorted(results, key=lambda row: row["ndcg"])[:WORST]]
    known = [row for row in results if row["key"] in before]
    moved = [row for row in known if abs(row["ndcg"] - before[row["key"]]) >= NOTICED]
    if moved:
        lines += ["", "changed since the last run:"]
        moved.sort(key=lambda row: row["ndcg"] - before[row["key"]])
        lines += [f"{before[row['key']]:.3f} → {_line(row)}" for row in moved]
    lines += ["", f"nDCG@{PLACES} over {len(results)} queries: {mean(results):.3f}"]
    if known:
        lines[-1] += f" (the run before: {fmean(before[row['key']] for row in known):.3f})"
    return lines


def _line(row: dict[str, Any]) -> str:
    shown = "".join(str(grade) for grade in row["grades"]) or "nothing"
    return f"{row['ndcg']:.3f}  {row['q']:<34} {row['found']:>4} found  {shown}"


if __name__ == "__main__":
    sys.exit(main())
