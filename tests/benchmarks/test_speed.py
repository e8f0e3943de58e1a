"""`make bench`: its sums, what it writes, and a small run of all that it asks (without HTTP)."""

import importlib.util
import io
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from benchmarks.speed import publishing
from benchmarks.speed.board import Board, TooFew
from benchmarks.speed.measure import (
    ANCHORS,
    KINDS,
    Case,
    Differs,
    Effort,
    Result,
    Timed,
    measure,
    over_rounds,
    percentile,
)
from benchmarks.speed.run import keep, measure_all
from benchmarks.speed.suggested import swapped
from benchmarks.speed.tables import heading, line
from benchmarks.speed.tallied import same_facets, same_total
from careers.listings.models.listing import Listing
from tests import databases

LISTINGS = 300
LEAST = Effort(calls=1, rounds=1, warming=1)
WITHOUT_SERVER = [kind for kind in KINDS if kind != "page"]
COLUMNS = ["name", "kind", "n", "p50_ms", "p95_ms", "anchor", "anchor_p50_ms", "ratio"]


@pytest.mark.parametrize(
    ("times", "share", "value"),
    [([7], 0.95, 7), ([1, 2, 3, 4, 5], 0.5, 3), ([5, 1, 3, 2, 4], 0.95, 4.8), ([1, 3], 0.5, 2), (range(101), 0.95, 95)],
)
def test_percentile_lies_between_neighbours_in_proportion(times, share, value):
    assert percentile(times, share) == pytest.approx(value)


def test_percentile_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no times"):
        percentile([], 0.5)


def test_one_disturbed_round_does_not_count():
    assert over_rounds([[1, 2, 3], [100, 200, 300], [2, 3, 4]], 0.5) == 3


def takes(*ms: float, answer: Any = None):
    """A call that takes as long as it is told, the last time from then on."""
    turn = count()
    return lambda draw: Timed(ms[min(next(turn), len(ms) - 1)], 99, answer)


def case(code, **ways) -> Case:
    """A question that always has the same parameters."""
    return Case("two words", "recency", "sql", lambda rng: "parameters", code, ways)


def test_the_anchor_is_the_fastest_way_by_hand():
    found = measure(case(takes(3), slow=takes(9), fast=takes(2), middling=takes(4)), 10, Effort(4, 3, 1))
    assert (found.way, found.anchor_p50_ms, found.p50_ms, found.ratio) == ("fast", 2, 3, 1.5)


def test_what_warms_up_does_not_count():
    # Asked twice before anything counts, then three rounds of two.
    found = measure(case(takes(50, 50, 1, 3, 2, 4, 3, 5), one=takes(1)), 10, Effort(2, 3, 1))
    assert (found.p50_ms, found.p95_ms) == (3, pytest.approx(3.9))


def test_an_answer_that_differs_is_said_with_what_was_asked():
    with pytest.raises(Differs, match=r"two words: parameters\n  code: \[1\]\n  one: \[2\]"):
        measure(case(takes(1, answer=[1]), one=takes(1, answer=[2])), 10, Effort(2, 1, 1))


def test_exact_counts_must_be_equal_and_estimates_near():
    assert same_total((1000, False), (1000, True))
    assert not same_total((1000, False), (1001, False))
    assert same_total((10_900, True), (10_000, True))
    assert not same_total((11_500, True), (10_000, True))


def test_facets_are_compared_option_by_option():
    theirs = [(20_000, True, {("category", 1): 15_000, ("category", 2): 100})]
    assert same_facets([(20_100, True, {("category", 1): 14_500, ("category", 2): 300})], theirs)
    assert not same_facets([(20_100, True, {("category", 1): 11_000, ("category", 2): 100})], theirs)
    assert not same_facets([(20_000, False, {("category", 1): 15_000, ("category", 2): 99})], theirs)


def test_a_second_run_replaces_the_lines_of_its_kinds(tmp_path: Path):
    def result(kind: str, p50: float) -> Result:
        return Result(name="x", kind=kind, n=1, p50_ms=p50, p95_ms=p50, anchor="sql", anchor_p50_ms=2)

    keep(tmp_path / "bench.json", [result("count", 1), result("newest", 2)])
    keep(tmp_path / "bench.json", [result("count", 3)])
    lines = json.loads((tmp_path / "bench.json").read_text())
    assert [(each["kind"], each["p50_ms"], each["ratio"]) for each in lines] == [("newest", 2, 1), ("count", 3, 1.5)]


def test_swapped_letters_stand_inside_the_word():
    assert all(swapped("abcdefg", rng)[0] == "a" for rng in map(importlib.import_module("random").Random, range(30)))


def test_the_bare_view_is_no_address_of_the_board(client):
    assert client.get("/bare").status_code == 404


# --- a small run ---


@pytest.fixture(scope="module")
def run(
    django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[list[Result], list[Differs], list[int]]]:
    """Everything asked of a small board once: the lines, what differed, and how many listings there were before and after."""
    differing: list[Differs] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # What takes most of the time of a run, and shows nothing more with many rows than with a few.
        patch.setattr(publishing, "BULK", 10)
        patch.setattr(publishing, "BULK_CALLS", 1)
        call_command("generate_listings", LISTINGS, stdout=io.StringIO())
        board = Board(LISTINGS, tmp_path_factory.mktemp("bench"))
        try:
            before = Listing.objects.count()
            results = list(measure_all(board, WITHOUT_SERVER, LEAST, differing))
            with pytest.raises(TooFew, match=f"holds {LISTINGS} live listings"):
                Board(LISTINGS + 1, board.state_dir)
            yield results, differing, [before, Listing.objects.count()]
        finally:
            board.close()
            databases.empty()


def test_code_and_sql_by_hand_answer_the_same(run):
    _results, differing, _counts = run
    assert [str(each) for each in differing] == []


def test_every_kind_is_asked_beside_its_anchor(run):
    asked = {(result.kind, result.anchor) for result in run[0]}
    by_engine = {("relevance", "tantivy"), ("count", "tantivy")} if importlib.util.find_spec("tantivy") else set()
    assert asked == {(kind, "sql") for kind in WITHOUT_SERVER} | by_engine
    assert {anchor for _kind, anchor in asked} < set(ANCHORS)


def test_no_two_lines_are_about_the_same(run):
    names = [(result.kind, result.name, result.anchor) for result in run[0]]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_lines_have_the_shape_that_is_promised(run):
    for result in run[0]:
        written = result.as_line()
        assert list(written) == COLUMNS
        assert written["n"] == LISTINGS
        assert 0 < written["p50_ms"] <= written["p95_ms"]
        assert written["anchor_p50_ms"] > 0
        assert written["ratio"] == pytest.approx(result.p50_ms / result.anchor_p50_ms, abs=0.001)


def test_publishing_leaves_the_board_as_it_was(run):
    before, after = run[2]
    assert before == after == LISTINGS


def test_the_table_says_every_figure(run):
    result = Result("common word", "recency", 10, 1.5, 4.25, "sql", 0.5, 0.75, 2.0, "walked")
    shown = "recency    common word                                1.50     4.25     2.00   sql          0.50     0.75    3.00  walked"
    assert line(result) == shown
    assert len(heading().splitlines()[0].split()) == 9
