"""The judged set: its listings and queries are what README.md says, and use the board's own words."""

import csv
import json
from collections import Counter
from pathlib import Path

from benchmarks.judged import make_listings
from benchmarks.judged.make_listings import LISTINGS, read
from benchmarks.judged.rule import grade

SEEDS = Path(make_listings.__file__).parents[2] / "seeds"
ROWS = [json.loads(line) for line in LISTINGS.read_text(encoding="utf-8").splitlines()]
QUERIES = read("queries.json")
ROLES = {role["slug"]: role for role in read("roles.json")}
PROFESSIONS = {
    row["slug"] for row in json.loads((SEEDS / "categories" / "categories.json").read_text(encoding="utf-8"))
}
SKILLS = {
    row["slug"] for row in csv.DictReader((SEEDS / "skills" / "skills.csv").read_text(encoding="utf-8").splitlines())
}


def test_listings_are_what_the_script_makes():
    assert LISTINGS.read_text(encoding="utf-8") == make_listings.lines()


def test_listings_are_samples_in_both_languages_and_all_professions():
    names = [employer["name"] for employer in read("parts.json")["employers"]]
    assert [name for name in names if not name.endswith(("(contoh)", "(sample)"))] == []
    assert min(Counter(row["language"] for row in ROWS).values()) > 0.4 * len(ROWS)
    assert {row["category"] for row in ROWS} == PROFESSIONS


def test_listings_name_skills_of_the_vocabulary():
    named = {slug for row in ROWS for column in ("core", "also", "tagged", "mentions") for slug in row[column]}
    assert named - SKILLS == set()


def test_queries_are_sixty_in_both_languages():
    assert len(QUERIES) == len({query["q"] for query in QUERIES}) == 60
    assert min(Counter(query["language"] for query in QUERIES).values()) >= 25


def test_queries_want_what_exists():
    parts = read("parts.json")
    known = {
        "category": PROFESSIONS, "role": ROLES.keys(), "skill": SKILLS, "topic": parts["topics"].keys(),
        "employer": {employer["slug"] for employer in parts["employers"]}, "technical": {"none", "some", "deep"},
        "language": {"id", "en"}, "written": {"id", "en"},
    }  # fmt: skip
    wanted = [facet for query in QUERIES for need in query["needs"] + query["without"] for facet in need.items()]
    assert [(name, values) for name, values in wanted if not set(values) <= known[name]] == []


def test_every_query_has_something_worth_finding_and_something_not():
    categories = {slug: role["category"] for slug, role in ROLES.items()}
    for query in QUERIES:
        grades = Counter(grade(query, row, categories) for row in ROWS)
        assert grades[3] + grades[2] >= 3, query["q"]
        assert grades[0] >= 10, query["q"]
