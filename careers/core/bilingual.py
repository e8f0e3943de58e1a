"""Curated text stands in two columns, `<field>_en` and `<field>_id`; the page's language picks one."""

from django.db import models
from django.db.models import F
from django.utils.translation import get_language


class Bilingual:
    """A descriptor: `name = Bilingual("name")` reads `name_en` or `name_id`; an empty one falls back to the other."""

    def __init__(self, field: str):
        self.field = field

    def __get__(self, row, owner=None):
        if row is None:
            return self
        here, there = ("id", "en") if active_language() == "id" else ("en", "id")
        return getattr(row, f"{self.field}_{here}") or getattr(row, f"{self.field}_{there}")


def active_language() -> str:
    """`id` or `en`: the interface's language now."""
    return "id" if (get_language() or "id").startswith("id") else "en"


def by_name() -> F:
    """The name column of the interface's language, to order a vocabulary by."""
    return F(f"name_{active_language()}")


class Seeded(models.Model):
    """A curated row that `load_seeds` may fill: it is overwritten only while nobody has edited what was loaded."""

    # Digest of the values that the seeds last wrote. A row that a curator edited no longer hashes to it.
    seed_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        abstract = True
