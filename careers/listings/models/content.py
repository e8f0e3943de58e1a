"""What is worked out from a listing's words and numbers whenever they are written."""

from django.db import models, transaction
from django.utils.text import slugify

from careers.core import clock
from careers.core.markdown import render
from careers.core.slugs import unique_slug
from careers.listings.pay import comparable, convert
from careers.listings.rates import monthly_rates

BASE_CURRENCY = "USD"


class ListingContent(models.Model):
    """The writing side of Listing: html, comparable pay and search words are columns, written here and nowhere else."""

    class Meta:
        abstract = True

    @transaction.atomic
    def write_content(self) -> None:
        """Save the listing with everything derived from it. Call it after the many-to-many fields are set, too."""
        self.description_html = render(self.description)
        self._write_pay()
        self.updated_at = clock.now()
        if not self.slug:
            self.slug = self._new_slug()
        creating = self._state.adding
        if not creating:
            self.version += 1
        self.save()
        self._write_search()
        if creating:
            self.slugs.get_or_create(slug=self.slug)

    @transaction.atomic
    def rename(self, title: str) -> None:
        """A new title gives a new slug; the old one goes on leading here."""
        self.title = title
        if slugify(title) and not self.slug.startswith(slugify(title)[:100]):
            self.slug = self._new_slug()
            self.save(update_fields=["title", "slug"])
            self.slugs.get_or_create(slug=self.slug)

    def _write_pay(self) -> None:
        pay = comparable(self.pay) if self.pay else None
        self.pay_hour_min, self.pay_hour_max = (pay.hour_min, pay.hour_max) if pay else (None, None)
        self.pay_month_min, self.pay_month_max = (pay.month_min, pay.month_max) if pay else (None, None)
        self.pay_hours_assumed = bool(pay and pay.assumed_hours)
        based = convert(pay, monthly_rates(), BASE_CURRENCY) if pay else None
        self.pay_sort = (based.month_max or based.month_min) if based else None

    def _write_search(self) -> None:
        skills = self.skills.all()
        words = [[skill.name_en, skill.name_id, *skill.aliases] for skill in skills]
        type(self).objects.filter(pk=self.pk).update(
            search_title=self.title,
            search_employer=self.employer.name,
            search_skills=" ".join(word for names in words for word in names),
            search_category=f"{self.category.name_en} {self.category.name_id}",
            search_body=self.description,
        )

    def _new_slug(self) -> str:
        taken = self._meta.get_field("slugs").related_model.objects
        return unique_slug(self.title, lambda slug: taken.filter(slug=slug).exists())
