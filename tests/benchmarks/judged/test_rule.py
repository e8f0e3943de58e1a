"""The rule that grades the judged set."""

import pytest

from benchmarks.judged.rule import STALE_DAYS, grade

CATEGORIES = {
    "prompt-engineer": "ai-prompt-engineer",
    "rag-builder": "ai-prompt-engineer",
    "translator": "ai-content-editor",
}
LISTING = {
    "title": "Editor for a Rust handbook", "description": "Rust.", "tagged": ["rust"], "mentions": ["rust"],
    "language": "en", "employer": "rimba-kata", "category": "ai-prompt-engineer", "role": "prompt-engineer",
    "topic": "health", "core": ["llm"], "also": ["python"], "technical": "some", "work_languages": ["en", "id"],
    "published_days_ago": 3, "scope": "countries", "countries": ["ID", "MY"],
}  # fmt: skip


def graded(*needs: dict, without: tuple[dict, ...] = (), country: str = "", **listing) -> int:
    """The grade of the listing above, changed as said, for such needs."""
    return grade({"needs": needs, "without": without, "country": country}, {**LISTING, **listing}, CATEGORIES)


@pytest.mark.parametrize(
    ("need", "grade_"),
    [
        ({"skill": ["llm"]}, 3),
        ({"skill": ["python"]}, 2),
        ({"skill": ["python", "llm"]}, 3),
        # In title, text and tags, and yet nothing that the work needs.
        ({"skill": ["rust"]}, 0),
        ({"role": ["prompt-engineer"]}, 3),
        ({"role": ["rag-builder"]}, 1),
        ({"role": ["translator"]}, 0),
        ({"category": ["ai-prompt-engineer"]}, 3),
        ({"category": ["data-ml"]}, 0),
        ({"employer": ["rimba-kata"]}, 3),
        ({"topic": ["health"]}, 3),
        ({"technical": ["none"]}, 0),
        ({"language": ["id"]}, 3),
        ({"written": ["id"]}, 0),
        ({"written": ["en"]}, 3),
        ({"role": ["rag-builder"], "skill": ["python"]}, 2),
    ],
)
def test_grade_of_one_need(need, grade_):
    assert graded(need) == grade_


def test_grade_of_several_needs_is_that_of_the_one_met_least():
    assert graded({"role": ["prompt-engineer"]}, {"skill": ["python"]}) == 2


@pytest.mark.parametrize(
    ("first", "grade_"),
    [({"role": ["prompt-engineer"]}, 1), ({"role": ["rag-builder"]}, 0), ({"category": ["data-ml"]}, 0)],
)
def test_grade_without_a_second_need_is_one_at_most(first, grade_):
    assert graded(first, {"topic": ["law"]}) == grade_


def test_grade_of_what_is_to_be_left_out_is_nothing():
    assert graded({"skill": ["llm"]}, without=({"skill": ["python"]},)) == 0
    assert graded({"skill": ["llm"]}, without=({"skill": ["rust"]},)) == 3
    # Only another role of what is to be left out.
    assert graded({"skill": ["llm"]}, without=({"role": ["rag-builder"]},)) == 3


def test_grade_falls_by_one_where_the_country_is_shut_out():
    assert graded({"skill": ["llm"]}, country="DE") == 2
    assert graded({"skill": ["llm"]}, country="MY") == 3
    assert graded({"skill": ["llm"]}, country="DE", scope="not-stated", countries=[]) == 3


def test_grade_falls_by_one_with_age():
    assert graded({"skill": ["llm"]}, published_days_ago=STALE_DAYS) == 3
    assert graded({"skill": ["llm"]}, published_days_ago=STALE_DAYS + 1) == 2


def test_grade_never_falls_below_nothing():
    assert graded({"role": ["rag-builder"]}, country="DE", published_days_ago=70) == 0
