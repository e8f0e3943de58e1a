"""Figures about the market, each with its source."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from careers.core.bilingual import Bilingual, Seeded


class MarketFact(Seeded):
    """One figure with its period, its definition, and the name and address of its source."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    statement_en = models.TextField(_("statement in English"))
    statement_id = models.TextField(_("statement in Indonesian"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=80, blank=True)
    unit_id = models.CharField(_("unit in Indonesian"), max_length=80, blank=True)
    period = models.CharField(_("period"), max_length=40)
    definition_en = models.TextField(_("definition in English"), blank=True)
    definition_id = models.TextField(_("definition in Indonesian"), blank=True)
    source_name = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    cited_on = models.DateField(_("cited on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    statement = Bilingual("statement")
    unit = Bilingual("unit")
    definition = Bilingual("definition")

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.statement

    @property
    def period_words(self) -> str:
        """The period as a reader says it: a month written `2025-02` becomes "February 2025", anything else stays."""
        try:
            return date_format(date.fromisoformat(f"{self.period}-01"), "F Y")
        except ValueError:
            return self.period

    def get_absolute_url(self) -> str:
        return reverse("insight") + f"#{self.slug}"
