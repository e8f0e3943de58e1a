"""Places and money, professions, skills and backgrounds."""

from careers.management.loaders.curated import Outcome, load
from careers.management.loaders.files import SEEDS, read_csv, read_json
from careers.taxonomy.models import Background, Country, Currency, ExchangeRate, JobCategory, Region, Skill
from careers.taxonomy.rates_file import read_rates

RATES = "rates/eurofxref-2023-2026.csv"
RATES_SOURCE = "European Central Bank, euro foreign exchange reference rates"


def load_currencies() -> Outcome:
    """ISO 4217 codes with their names."""
    rows = read_csv("currencies/currencies.csv")
    columns = ("code", "name_en", "name_id", "minor_digits")
    return load(Currency, ({name: row[name] for name in columns} for row in rows), key=("code",))


def load_rates() -> Outcome:
    """The rates of the file that are not there yet; a rate that stands is never written again."""
    days = read_rates((SEEDS / RATES).read_bytes())
    added, unchanged = ExchangeRate.objects.add_days(days, RATES_SOURCE)
    return Outcome(added=added, unchanged=unchanged)


def load_countries() -> Outcome:
    """ISO 3166 codes with names, zones and the currency of today."""
    return load(
        Country,
        (
            {
                "code": row["alpha2"],
                "name_en": row["name_en"],
                "name_id": row["name_id"],
                "zones": row["zones"].split(),
                "currency_id": row["currency"] or None,
            }
            for row in read_csv("countries/countries.csv")
        ),
        key=("code",),
    )


def load_regions() -> Outcome:
    """The shortcuts for countries."""
    return load(
        Region,
        (
            {
                "code": row["code"],
                "name_en": row["name_en"],
                "name_id": row["name_id"],
                "countries": row["countries"].split(),
                "as_of": row["as_of"],
                "source": row["source"],
            }
            for row in read_csv("regions/regions.csv")
        ),
        key=("code",),
        links=("countries",),
    )


def load_categories() -> Outcome:
    """The professions; which are related to which is said once, when one of the two is new."""
    rows = read_json("categories/categories.json")
    before = set(JobCategory.objects.values_list("slug", flat=True))
    outcome = load(
        JobCategory,
        ({name: value for name, value in row.items() if name != "related"} for row in rows),
        key=("slug",),
    )
    keys = category_keys()
    through = JobCategory.related.through
    through.objects.bulk_create(
        through(from_jobcategory_id=keys[row["slug"]], to_jobcategory_id=keys[slug])
        for row in rows
        for slug in row["related"]
        if {row["slug"], slug} - before and {row["slug"], slug} <= keys.keys()
    )
    return outcome


def category_keys() -> dict[str, int]:
    """Slug → primary key of each profession; a merged one leads to its target."""
    rows = JobCategory.objects.values_list("slug", "pk", "merged_into")
    return {slug: merged_into or pk for slug, pk, merged_into in rows}


def skill_keys() -> dict[str, int]:
    """Slug → primary key of each skill."""
    return dict(Skill.objects.values_list("slug", "pk"))


def background_keys() -> dict[str, int]:
    """Slug → primary key of each background."""
    return dict(Background.objects.values_list("slug", "pk"))


def load_skills() -> Outcome:
    """The skills, with the other spellings people type."""
    categories = category_keys()
    return load(
        Skill,
        (
            {
                "slug": row["slug"],
                "name_en": row["name_en"],
                "name_id": row["name_id"],
                "kind": row["kind"],
                "aliases": row["aliases"].split(";") if row["aliases"] else [],
                "categories": pick(categories, row["categories"].split(";")),
            }
            for row in read_csv("skills/skills.csv")
        ),
        key=("slug",),
        links=("categories",),
    )


def load_backgrounds() -> Outcome:
    """Where people come from, and the skills they bring."""
    skills = skill_keys()
    return load(
        Background,
        (
            {
                "slug": row["slug"],
                "name_en": row["name_en"],
                "name_id": row["name_id"],
                "skills": pick(skills, row["skills"].split(";")),
            }
            for row in read_csv("backgrounds/backgrounds.csv")
        ),
        key=("slug",),
        links=("skills",),
    )


def pick(keys: dict[str, int], slugs: list[str]) -> list[int]:
    """The primary keys of those slugs that (still) stand, each once."""
    return sorted({keys[slug] for slug in slugs if slug in keys})
