"""Boards at random: every column that a search reads, written straight into the tables, and copied when many are needed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from careers.employers.models.employer import Employer
from careers.listings.models import bitmaps, counts, tally
from careers.listings.models.listing import Listing
from careers.listings.pay import comparable
from careers.taxonomy.models import Background, JobCategory, Skill
from tests import factories
from tests.listings.test_verdict import COUNTRIES, ZONES, chance_uuid

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

# Words that their stemmers bring together, words that only one of them does, and words that say nothing in one language.
WORDS = (
    "write", "writes", "writing", "writer", "review", "reviews", "reviewing", "model", "models", "trainer", "training",
    "trained", "data", "language", "large", "melatih", "pelatih", "pelatihan", "latih", "menulis", "penulis", "tulis",
    "jawaban", "menjawab", "bahasa", "besar", "naskah", "résumé", "resume", "the", "of", "yang", "dan",
)  # fmt: skip
SKILLS = {
    "llm": ("Large language model", "Model bahasa besar", ["LLM"]),
    "writing": ("Writing", "Menulis", ["penulis naskah"]),
    "data-review": ("Data review", "Tinjauan data", []),
    "coaching": ("Coaching", "Pembinaan", ["training", "pelatihan"]),
}
CATEGORIES = {
    "trainer": ("Model trainer", "Pelatih model"),
    "writer": ("Résumé writer", "Penulis naskah"),
    "data": ("Data reviewer", "Peninjau data"),
}
EMPLOYERS = (("Wisma Data", "", 0), ("Rumah Bahasa", "local-business", 1), ("Review House", "local-government", 2))
BACKGROUNDS = ("journalism", "teaching", "law")
PERIODS = ("hour", "day", "week", "month", "year", "task", "")
RATES = {"USD": "1.1172", "IDR": "20275.17", "JPY": "171.3"}


@contextmanager
def exact_up_to(most: int) -> Iterator[None]:
    """Let results above `most` be large, for no board of a test is: wherever the code asks for CAP."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (bitmaps, counts, tally):
            patch.setattr(module, "CAP", most)
        yield


def exactly():
    """Count all rows, however many: as the reference proves it right (test_reference.py)."""
    return exact_up_to(10**9)


def random_board(count: int, seed: int, *, ended: int = 0) -> list[Listing]:
    """`count` live listings at NOW, and `ended` that are hidden, paused or over; those as they stand in the database."""
    _make_vocabulary()
    chance = random.Random(seed)
    model = factories.make_listing(public_id=factories.unsampled_id())
    fields = [field for field in Listing._meta.concrete_fields if field.attname not in ("id", "search_words", "sample")]
    shared = {field.attname: getattr(model, field.attname) for field in fields}
    model.close(by=model.employer.memberships.get().user)
    many = tuple(list(rows.objects.order_by("pk")) for rows in (Employer, JobCategory))
    rows = [_random_row(number, shared, many, chance) for number in range(count + ended)]
    for row in rows[count:]:
        row.state, row.hidden_at, row.closes_at = chance.choice(
            [("live", NOW, row.closes_at), ("paused", None, row.closes_at), ("live", None, NOW)]
        )
    Listing.objects.bulk_create(rows, batch_size=1000)
    _link(rows, Listing.skills.through, "skill", list(Skill.objects.order_by("pk")), chance)
    _link(rows, Listing.backgrounds.through, "background", list(Background.objects.order_by("pk")), chance)
    related = Listing.objects.select_related("employer", "category").prefetch_related("skills", "backgrounds")
    return list(related.filter(slug__startswith="board-").order_by("pk"))


def multiply(copies: int, *, columns: dict[str, str] | None = None, is_analyzed: bool = True) -> None:
    """So many copies of every listing, each with its own place in every order and its own sample; ANALYZE follows.

    The triggers rest meanwhile: what they worked out is copied. `columns` gives other values as SQL.
    """
    names = [field.column for field in Listing._meta.concrete_fields if field.column != "id"]
    own = {
        "slug": "slug || '-' || copy", "public_id": "gen_random_uuid()",
        "sample": "('x' || left(md5(slug || copy), 8))::bit(32)::bigint %% 1024",
        "published_at": "published_at - copy * interval '7 minutes'", "rank_at": "rank_at - copy * interval '7 minutes'",
        "pay_sort": "pay_sort + copy",
    } | (columns or {})  # fmt: skip
    chosen = ", ".join(own.get(name, name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE careers_listing DISABLE TRIGGER USER")
        # Drawn by a sum of our own, for every version of PostgreSQL has another chance.
        cursor.execute(
            f"INSERT INTO careers_listing ({', '.join(names)}) SELECT {chosen}"
            " FROM careers_listing, generate_series(1, %s) AS copy ORDER BY id, copy",
            [copies],
        )
        cursor.execute("ALTER TABLE careers_listing ENABLE TRIGGER USER")
        if is_analyzed:
            cursor.execute("ANALYZE careers_listing")


def make_places_and_rates() -> None:
    """The countries of test_verdict, and currencies of which one has no rate."""
    for code, zones in COUNTRIES.items():
        factories.make_country(code, name_en=code, name_id=code, zones=list(zones))
    for code, rate in RATES.items():
        factories.make_rate(code, rate, date=date(2026, 1, 2))
    for code in ("EUR", "VND"):
        factories.make_currency(code)


def _make_vocabulary() -> None:
    make_places_and_rates()
    for slug, (name_en, name_id, aliases) in SKILLS.items():
        factories.make_skill(slug, name_en=name_en, name_id=name_id, aliases=aliases)
    for slug, (name_en, name_id) in CATEGORIES.items():
        factories.make_category(slug, name_en=name_en, name_id=name_id)
    for slug in BACKGROUNDS:
        factories.make_background(slug, name_en=slug, name_id=slug)
    for name, track, level in EMPLOYERS:
        factories.make_employer(name=name, track=track, level=level)


def _random_row(number: int, shared: dict, many: tuple[list, list], chance: random.Random) -> Listing:
    employers, categories = many
    # Whole half-hours, so that some stand at the same moment.
    published = NOW - timedelta(minutes=30 + 60 * chance.randrange(60 * 24))
    scope = chance.choice(["worldwide", "countries", "not-stated"])
    hours = chance.choice([None, None, *range(1, 9)])
    window = [chance.choice([None, None, chance.randrange(-720, 841)]) for _end in range(2)]
    outside = chance.random() < 0.2
    own = {
        "slug": f"board-{number}", "public_id": chance_uuid(chance), "title": text(chance, 2, 4),
        "description": text(chance, 4, 12), "language": chance.choice(["id", "en"]),
        "employer_id": chance.choice(employers).pk, "category_id": chance.choice(categories).pk,
        "engagement": chance.choice(Listing.Engagement.values), "technical": chance.choice(Listing.Technical.values),
        "hours_guaranteed": chance.choice([None, False, True]), "training_paid": chance.choice([None, False, True]),
        "apply_at": "outside" if outside else "here", "apply_url": "https://a.example/apply" if outside else "",
        "published_at": published, "rank_at": published + chance.choice([timedelta(), timedelta(days=1), timedelta(days=3)]),
        "pay_sort": chance.choice([None, 100, 200, 300, 400]), "eligibility_scope": scope, "eligible_regions": [],
        "eligible_countries": chance.sample(sorted(COUNTRIES), chance.randint(1, 3)) if scope == "countries" else [],
        "utc_offset_min": window[0], "utc_offset_max": window[1],
        "overlap_hours": hours, "overlap_zone": chance.choice(ZONES) if hours else "",
        "work_languages": chance.sample(["id", "en", "jv"], chance.choice([0, 0, 1, 2])),
    }  # fmt: skip
    if None not in window:
        own["utc_offset_min"], own["utc_offset_max"] = sorted(window)
    row = Listing(**(shared | own))
    scatter(row, chance)
    return row


def scatter(row: Listing, chance: random.Random) -> None:
    """Give a row some pay, hours and applications."""
    # No more than stays known when it is converted: see TOO_MUCH.
    ends = sorted(Decimal(chance.randrange(1, 10 ** chance.randint(2, 6))) / 4 for _end in range(2))
    row.pay_min, row.pay_max = (end if chance.random() < 0.8 else None for end in ends)
    row.pay_period = chance.choice(PERIODS)
    if not row.pay_period or row.pay_min is row.pay_max is None:
        row.pay_min = row.pay_max = None
        row.pay_period = ""
    row.pay_currency_id = chance.choice([*RATES, "EUR", "VND"]) if row.pay_period else None
    hours = sorted(chance.randrange(1, 61) for _end in range(2))
    row.hours_min, row.hours_max = (end if chance.random() < 0.7 else None for end in hours)
    row.task_minutes = chance.choice([None, chance.randrange(1, 200)]) if row.pay_period == "task" else None
    row.application_count = chance.choice([0, 9, 10, 49, 50, 1000])
    row.closes_at = datetime(2030, 1, 1, tzinfo=UTC)
    found = comparable(row.pay) if row.pay else None
    for name in ("hour_min", "hour_max", "month_min", "month_max"):
        setattr(row, f"pay_{name}", getattr(found, name) if found else None)
    row.pay_hours_assumed = bool(found and found.assumed_hours)


def text(chance: random.Random, least: int, most: int) -> str:
    """Some words of WORDS in a row."""
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def _link(rows: list[Listing], through, name: str, others: list, chance: random.Random) -> None:
    picked = [(row, other) for row in rows for other in chance.sample(others, chance.choice([0, 0, 1, 2]))]
    through.objects.bulk_create([through(listing=row, **{name: other}) for row, other in picked], batch_size=1000)
