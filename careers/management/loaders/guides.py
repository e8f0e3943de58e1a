"""Guides into the professions, where to learn them, the figures about the market, and the archive."""

from collections.abc import Iterator
from typing import Any

from careers.core.markdown import render
from careers.guides.models import Bridge, Community, Course, Guide, GuideQuestion, GuideStep
from careers.insights.models import MarketFact
from careers.listings.models.archive import ArchivedListing
from careers.management.loaders.curated import Outcome, load
from careers.management.loaders.files import SEEDS, read_json, read_text
from careers.management.loaders.vocabularies import background_keys, category_keys, pick, skill_keys
from careers.taxonomy.models import JobCategory


def load_guides() -> Outcome:
    """What the work is, and the skills that start it."""
    skills = skill_keys()
    return load(
        Guide,
        (
            {
                "category_id": category,
                "work_en": guide["work_en"],
                "work_id": guide["work_id"],
                "skills": pick(skills, guide["skills"]),
            }
            for category, guide in _guides()
        ),
        key=("category_id",),
        links=("skills",),
    )


def load_steps() -> Outcome:
    """The four steps of each guide, in order."""
    return load(GuideStep, _parts("steps"), key=("guide_id", "position"), part_of="guide_id")


def load_questions() -> Outcome:
    """What people ask, and the answers."""
    return load(GuideQuestion, _parts("questions"), key=("guide_id", "position"), part_of="guide_id")


def load_bridges() -> Outcome:
    """From each background into each profession: what carries over, and what is missing."""
    backgrounds = background_keys()
    rows = (
        {**bridge, "position": position, "category_id": category, "background_id": backgrounds[bridge["background"]]}
        for category, guide in _guides()
        for position, bridge in enumerate(guide["bridges"], start=1)
        if bridge["background"] in backgrounds
    )
    return load(
        Bridge,
        ({name: value for name, value in row.items() if name != "background"} for row in rows),
        key=("background_id", "category_id"),
        part_of="category_id",
    )


def load_courses() -> Outcome:
    """Courses and readings elsewhere, unchecked."""
    return load(Course, _places("courses/courses.json"), key=("slug",), links=("categories",))


def load_communities() -> Outcome:
    """Where people of these professions meet, unchecked."""
    return load(Community, _places("communities/communities.json"), key=("slug",), links=("categories",))


def load_facts() -> Outcome:
    """Figures about the market, each with its source; the article that gave one stands in its SOURCE alone."""
    rows = read_json("facts/facts.json")
    return load(
        MarketFact,
        ({name: value for name, value in row.items() if name != "cited_in"} for row in rows),
        key=("slug",),
    )


def load_archive() -> Outcome:
    """Closed postings of public employers."""
    categories = category_keys()
    left_out = ("pack_id", "category", "text")
    return load(
        ArchivedListing,
        (
            {
                **{name: value for name, value in row.items() if name not in left_out},
                "category_id": categories[row["category"]],
                "text": read_text(f"archive/{row['text']}"),
            }
            for row in read_json("archive/postings.json")
        ),
        key=("slug",),
        derive=_render,
    )


def _render(posting: ArchivedListing) -> None:
    posting.html = render(posting.text)


def _guides() -> Iterator[tuple[int, dict[str, Any]]]:
    # A merged profession has no guide of its own any more: its target's wins.
    keys = dict(JobCategory.objects.public().values_list("slug", "pk"))
    for path in sorted((SEEDS / "guides").glob("*.json")):
        if path.stem in keys:
            yield keys[path.stem], read_json(f"guides/{path.name}")


def _parts(name: str) -> Iterator[dict[str, Any]]:
    guides = dict(Guide.objects.values_list("category_id", "pk"))
    for category, guide in _guides():
        for position, part in enumerate(guide[name], start=1):
            if category in guides:
                yield {**part, "guide_id": guides[category], "position": position}


def _places(name: str) -> Iterator[dict[str, Any]]:
    categories = category_keys()
    for row in read_json(name):
        language = ", ".join(row["languages"])
        place = {field: value for field, value in row.items() if field != "languages"}
        yield {**place, "language": language, "categories": pick(categories, row["categories"])}
