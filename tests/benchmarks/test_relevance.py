"""What `make bench-relevance` prints."""

from benchmarks.relevance import report


def result(key: str, figure: float, *, kind: str = "skill", language: str = "en") -> dict:
    """What became of one query."""
    return {
        "key": key,
        "kind": kind,
        "language": language,
        "q": f"words {key}",
        "ndcg": figure,
        "found": 4,
        "grades": [3, 0],
    }


def test_report_gives_means_of_groups_and_the_worst_first():
    lines = report([result("a", 0.5), result("b", 1.0, kind="typo", language="id")], {})
    assert [line.split() for line in lines[:4]] == [
        ["language", "en", "1", "0.500"],
        ["language", "id", "1", "1.000"],
        ["skill", "1", "0.500"],
        ["typo", "1", "1.000"],
    ]
    worst = lines.index("the 10 worst:")
    assert [line.split() for line in lines[worst + 1 : worst + 3]] == [
        ["0.500", "words", "a", "4", "found", "30"],
        ["1.000", "words", "b", "4", "found", "30"],
    ]
    assert lines[-1] == "nDCG@10 over 2 queries: 0.750"


def test_report_says_what_changed_since_the_run_before():
    lines = report([result("a", 0.5), result("b", 1.0), result("c", 0.2)], {"a": 0.9, "b": 1.0, "c": 0.201})
    changed = lines.index("changed since the last run:")
    assert [line.split()[:3] for line in lines[changed + 1 : -2]] == [["0.900", "→", "0.500"]]
    assert lines[-1] == "nDCG@10 over 3 queries: 0.567 (the run before: 0.700)"
