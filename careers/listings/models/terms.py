"""SearchTerm: what people may mean by what they type: titles, skills, professions, employers, and single words."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class SearchTerm(models.Model):
    """One distinct spelling that live listings can be found by. Kept by a task from the rows themselves; never edited.

    `folded` is `text` in small letters without accents. `slug` names the row that is meant (skill, category, employer).
    `listing_count` is how many live listings it led to when it was last counted: a hint for the order, not a figure.
    """

    class Kind(models.TextChoices):
        TITLE = "title", _("Title")
        SKILL = "skill", _("Skill")
        CATEGORY = "category", _("Profession")
        EMPLOYER = "employer", _("Employer")
        WORD = "word", _("Word")

    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    text = models.CharField(max_length=120, editable=False)
    folded = models.CharField(max_length=120, editable=False)
    slug = models.CharField(max_length=120, default="", editable=False)
    listing_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        ordering = ("-listing_count", "text", "pk")
        constraints = [models.UniqueConstraint(name="search_term_once", fields=["kind", "folded", "slug"])]
        indexes = [
            models.Index(
                OpClass(F("folded"), "varchar_pattern_ops"), F("listing_count").desc(), name="search_term_prefix"
            ),
            GinIndex(OpClass(F("folded"), "gin_trgm_ops"), name="search_term_near"),
        ]

    def __str__(self) -> str:
        return self.text
