"""Rows of generated listings, as lines for COPY. Pure but for the vocabularies that `Ground` is read from once.

Made in blocks of their own seed, so that the same listings come out however many processes make them.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from uuid import UUID

from django.utils.text import slugify

from careers.listings.crowd import rank_of
from careers.listings.lifecycle import LONGEST_OPEN, PROMISES
from careers.management.loaders.generated_employers import Employers
from careers.management.loaders.generated_facts import Facts, eligibility_facts, pay_facts
from careers.management.loaders.generated_words import LANGUAGES, Texts, known_words, parts, zipf
from careers.taxonomy.models import Background, JobCategory, Skill

BLOCK = 1000
TITLES = 300  # distinct ones for a profession in a language, beside those of projects
IN_TITLE = 0.08  # of the listings with a medium word, those whose title names it as a project
PROJECTS = 2  # titles of a profession that are given to projects
OLDEST = timedelta(days=80)
FRESHEST_END = timedelta(days=5)  # all that is live stays so for some days
TAIL = 0x9E3779B1  # odd, so its multiples hit every number of 32 bits once before any of them twice
COLUMNS = {
    "listing": (
        "id", "public_id", "slug", "employer_id", "category_id", "title", "language", "description", "description_html",
        "openings", "technical", "is_sample", "apply_at", "apply_url", "review_capacity", "promise_days",
        "application_count", "waiting_count", "unanswered_count", "view_count", "sample", "created_by_id", "version",
        "state", "suspended_from", "created_at", "published_at", "closes_at", "ended_at", "rank_at", "updated_at",
        "engagement", "hours_min", "hours_max", "hours_guaranteed", "training_paid", "pay_min", "pay_max",
        "pay_currency_id", "pay_period", "task_minutes", "pay_hour_min", "pay_hour_max", "pay_month_min",
        "pay_month_max", "pay_hours_assumed", "pay_sort", "eligibility_scope", "eligible_countries",
        "eligible_regions", "utc_offset_min", "utc_offset_max", "overlap_hours", "overlap_zone", "work_languages",
    ),
    "skills": ("listing_id", "skill_id"),
    "backgrounds": ("listing_id", "background_id"),
    "slugs": ("listing_id", "slug"),
    "terms": (
        "listing_id", "onboarding_hours", "onboarding_paid", "test_hours", "test_paid", "task_cap_minutes",
        "payout_cadence", "payout_method", "sensitive_content", "sensitive_note", "appeal_contact",
    ),
}  # fmt: skip
NULL = r"\N"
CATEGORY_WEIGHTS = (34, 14, 24, 18, 10)
SEEKING = ((1, 2, 3, 5, 10, 25, 50), (66, 12, 7, 6, 5, 3, 1))
CAPACITIES = (20, 50, 50, 50, 100, 200)
CROWD = 0.75  # the exponent of the tail: one in six has ten applications or more, one in fifty two hundred
MOST_APPLICATIONS = 2000
ENDS = (("expired", "closed", "filled"), (65, 15, 20))


@dataclass(frozen=True)
class Plan:
    """What is made: `count` listings from `seed`, `live` in a hundred of them live, the first with the key `first_key`."""

    count: int
    seed: int
    live: int
    now: datetime
    first_key: int = 1

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.count // BLOCK)

    def is_live(self, number: int) -> bool:
        """Whether the listing of this number, from 0, is live: exactly so many in a hundred, evenly spread."""
        return (number + 1) * self.live // 100 > number * self.live // 100


@dataclass
class Ground:
    """What the rows point to, read once."""

    employers: Employers
    facts: Facts = field(default_factory=Facts)

    def __post_init__(self) -> None:
        categories = JobCategory.objects.active().order_by("position", "pk")
        self.categories = list(categories.values_list("pk", "slug"))
        self.category_weights = [*CATEGORY_WEIGHTS, *[5] * len(self.categories)][: len(self.categories)]
        every = list(Skill.objects.order_by("slug").values_list("pk", flat=True))
        pairs = list(Skill.categories.through.objects.order_by("pk").values_list("jobcategory_id", "skill_id"))
        self.skills = {
            key: [skill for category, skill in pairs if category == key] or every for key, _ in self.categories
        }
        self.every_skill = every
        self.backgrounds = list(Background.objects.order_by("slug").values_list("pk", flat=True))


@dataclass
class Block:
    """Lines for COPY by the name of what they are rows of (see COLUMNS)."""

    listings: int
    lines: dict[str, list[str]]


class Maker:
    """Makes the blocks of one plan."""

    def __init__(self, plan: Plan, ground: Ground):
        self.plan, self.ground = plan, ground
        self.known = known_words(plan.count, plan.seed)
        self.texts = {language: Texts(language, plan.seed) for language in LANGUAGES}
        rng = Random(f"board {plan.seed}")
        self.titles = {
            (key, language): _titles(slug, language, rng) for key, slug in ground.categories for language in LANGUAGES
        }
        self.title_weights = zipf(TITLES)
        self.skills = {key: rng.sample(rows, len(rows)) for key, rows in ground.skills.items()}
        self.skill_weights = {key: zipf(len(rows)) for key, rows in self.skills.items()}
        self.backgrounds = rng.sample(ground.backgrounds, len(ground.backgrounds))
        self.background_weights = zipf(len(self.backgrounds))
        self.tail = rng.getrandbits(32)

    def block(self, number: int) -> Block:
        """The listings from number × BLOCK on."""
        rng = Random(f"block {number} {self.plan.seed}")
        numbers = range(number * BLOCK, min((number + 1) * BLOCK, self.plan.count))
        lines: dict[str, list[str]] = {name: [] for name in COLUMNS}
        for each in numbers:
            self._add(each, rng, lines)
        return Block(len(numbers), lines)

    def _add(self, number: int, rng: Random, lines: dict[str, list[str]]) -> None:
        key, ground = self.plan.first_key + number, self.ground
        category, language = rng.choices(ground.categories, ground.category_weights)[0][0], rng.choice(LANGUAGES)
        planted, medium = self.known.draw(rng)
        title = self._title(category, language, medium, rng)
        text, html = self.texts[language].write(rng, planted)
        slug = f"{_slug(title)}-{(number * TAIL + self.tail) % 2**32:08x}"
        employer = rng.choices(range(len(ground.employers.keys)), cum_weights=ground.employers.weights)[0]
        outside = rng.random() < 0.12
        openings = rng.choices(*SEEKING)[0]
        pay, terms = pay_facts(rng, ground.facts)
        lines["listing"].append(
            _line(
                key, UUID(int=rng.getrandbits(128), version=4), slug, ground.employers.keys[employer], category, title,
                language, text.replace("\n", r"\n"), html.replace("\n", r"\n"), openings,
                rng.choices(("none", "some", "deep"), (50, 30, 20))[0], "t",
                *(("outside", f"https://{ground.employers.hosts[employer]}/jobs/{key}") if outside else ("here", "")),
                rng.choice(CAPACITIES), rng.choice(PROMISES)[0],
                0 if outside else min(MOST_APPLICATIONS, int(rng.paretovariate(CROWD)) - 1), 0, 0, 0,
                int(rng.random() * 1024), ground.employers.owner, 3,
                *self._history(number, openings, rng), *pay, *eligibility_facts(rng, ground.facts),
            )
        )  # fmt: skip
        lines["slugs"].append(_line(key, slug))
        if terms:
            lines["terms"].append(_line(key, *terms))
        for skill in self._skills(category, rng):
            lines["skills"].append(_line(key, skill))
        for background in set(
            rng.choices(self.backgrounds, cum_weights=self.background_weights, k=1 + int(5 * rng.random() ** 1.5))
        ):
            lines["backgrounds"].append(_line(key, background))

    def _title(self, category: int, language: str, medium: str, rng: Random) -> str:
        titles = self.titles[category, language]
        if medium and rng.random() < IN_TITLE:
            return parts()[language]["project"].format(title=rng.choice(titles[:PROJECTS]), word=medium.capitalize())
        return rng.choices(titles, cum_weights=self.title_weights)[0]

    def _skills(self, category: int, rng: Random) -> set[int]:
        wanted = rng.randint(2, 8)
        found = set(rng.choices(self.skills[category], cum_weights=self.skill_weights[category], k=wanted - 1))
        # One of another trade; drawn again where chance brought the same.
        while len(found) < 2:
            found.add(rng.choice(self.ground.every_skill))
        return found

    def _history(self, number: int, openings: int, rng: Random) -> tuple[object, ...]:
        """From `state` to `updated_at`: the later the number, the later it went live."""
        now, age = self.plan.now, OLDEST * (1 - number / self.plan.count)
        ended = None
        if self.plan.is_live(number):
            state = "live"
            published = now - min(OLDEST, age + timedelta(minutes=1, hours=rng.expovariate(0.2)))
            closes = now + FRESHEST_END + rng.random() * (published + LONGEST_OPEN - now - FRESHEST_END)
        else:
            state = rng.choices(*ENDS)[0]
            published = now - LONGEST_OPEN - age * 9
            closes = published + timedelta(days=rng.randint(10, 90))
            ended = closes if state == "expired" else published + timedelta(days=rng.randint(2, 9))
        return (
            state, "", published - timedelta(hours=rng.randint(1, 72)), published, closes,
            NULL if ended is None else ended, rank_of(published, 0, openings), ended or published,
        )  # fmt: skip


def _titles(slug: str, language: str, rng: Random) -> list[str]:
    """Titles of a profession, the commonest first."""
    given = parts()[language]
    roles = given["roles"].get(slug) or [role for some in given["roles"].values() for role in some]
    plain = [level.format(role=role) for level in given["levels"] for role in roles]
    every = [*plain, *(f"{title}, {subject}" for title in plain for subject in given["subjects"])]
    return [title[0].upper() + title[1:] for title in rng.sample(every, TITLES)]


@cache
def _slug(title: str) -> str:
    return slugify(title)[:100].strip("-")


def _line(*values: object) -> str:
    return "\t".join(map(str, values)) + "\n"
