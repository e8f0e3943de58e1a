"""Closed postings of public employers, kept to be read: never relisted, in no count, and no one can apply."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careers.core.bilingual import Seeded
from careers.taxonomy.models import JobCategory


class ArchivedListing(Seeded):
    """A real posting of a public employer that is not a member of this board, with its dates, source and licence.

    A table of its own, so that no figure, alert, list or markup of live work can ever take one in.
    """

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    employer_name = models.CharField(_("public employer"), max_length=200)
    category = models.ForeignKey(
        JobCategory, models.PROTECT, related_name="archived_listings", verbose_name=_("profession")
    )
    language = models.CharField(_("language"), max_length=2)
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    place_text = models.CharField(_("place, as posted"), max_length=300, blank=True)
    pay_text = models.CharField(_("pay, as posted"), max_length=300, blank=True)
    posted_on = models.DateField(_("posted"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    source_name = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=600)
    licence = models.CharField(_("licence"), max_length=200)

    class Meta:
        verbose_name = _("archived listing")
        verbose_name_plural = _("archived listings")
        ordering = ("-posted_on", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("archive_detail", args=[self.slug])
