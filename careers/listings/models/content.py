"""What is worked out from a listing's words and numbers whenever they are written."""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from careers.accounts.models import User
from careers.core import clock
from careers.core.markdown import render
from careers.core.slugs import unique_slug
from careers.core.states import IllegalStep
from careers.listings.lifecycle import EDITABLE, SUBSTANTIVE
from careers.listings.lint import TERM_WORDS, Draft, Finding, lint
from careers.listings.pay import comparable, convert
from careers.listings.rates import monthly_rates

BASE_CURRENCY = "USD"
RESERVED_SLUGS = {"suggest"}  # pieces of the board's own addresses
ONE_SITTING = timedelta(hours=1)
BESIDE_TERMS = ("pay_period", "hours_max")  # what decides which of the terms are owed


class ListingContent(models.Model):
    """The writing side of Listing: html and comparable pay are columns, written here and nowhere else."""

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
        if creating:
            self.slugs.get_or_create(slug=self.slug)

    @classmethod
    @transaction.atomic
    def begin(cls, *, by: User, employer, values: dict, skills=(), backgrounds=()) -> "ListingContent":
        """A new draft of `employer`, with the columns in `values` written and logged."""
        draft = cls(employer=employer, created_by=by, is_sample=employer.is_sample, **values)
        draft.write_content()
        draft.skills.set(skills)
        draft.backgrounds.set(backgrounds)
        draft.log("created", by=by, actor="employer", from_state="")
        return draft

    @transaction.atomic
    def edit(self, *, by: User, values: dict, skills=None, backgrounds=None, quietly: bool = False) -> None:
        """Write the columns in `values` (and skills, backgrounds when given) into the row as it stands now; logged.

        `quietly` is for a draft that is kept while it is written: what one person types is one line an hour.

        Raises IllegalStep while it cannot be edited; on a live or paused one a change of substance has to come as a
        ListingRevision, and raises ValueError here.
        """
        row = type(self).objects.select_for_update(no_key=True, of=("self",)).get(pk=self.pk)
        if row.state not in EDITABLE:
            raise IllegalStep("edit", row.state)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if row.state in ("live", "paused") and set(changed) & set(SUBSTANTIVE):
            raise ValueError("a change of substance needs a revision")
        for name, value in changed.items():
            setattr(row, name, value)
        for relation, rows in (("skills", skills), ("backgrounds", backgrounds)):
            if rows is not None:
                getattr(row, relation).set(rows)
        if "title" in changed:
            row.rename(row.title)
        row.write_content()
        lately = row.changes.filter(kind__in=("created", "edited"), by=by, at__gt=clock.now() - ONE_SITTING)
        if not (quietly and lately.exists()):
            row.log("edited", by=by, actor="employer")
        self.refresh_from_db()

    @transaction.atomic
    def copy(self, *, by: User) -> "ListingContent":
        """A new draft with the same content, questions and terms; this one keeps its address, applications and log."""
        left_out = {"id", "starts_at", "closes_at"}
        fields = [field for field in self._meta.concrete_fields if field.editable and field.name not in left_out]
        twin = type(self)(**{field.name: getattr(self, field.name) for field in fields})
        twin.copied_from, twin.created_by, twin.is_sample = self, by, self.is_sample
        twin.write_content()
        twin.skills.set(self.skills.all())
        twin.backgrounds.set(self.backgrounds.all())
        terms = self._meta.get_field("terms").related_model.objects.filter(listing=self)
        for row in (*self.questions.all(), *terms):
            row.pk, row.listing, row._state.adding = None, twin, True
            row.save(force_insert=True)
        twin.log("created", by=by, actor="employer", from_state="")
        return twin

    def findings(self) -> list[Finding]:
        """What the lint says of it as it stands, what is refused outright first."""
        return lint(
            Draft(
                title=self.title,
                description=self.description,
                questions=tuple(self.questions.values_list("text", flat=True)),
                states_pay=self.pay is not None,
                states_eligibility=self.eligibility.is_stated,
                terms=self.said_terms(),
            )
        )

    def said_terms(self) -> dict[str, Any]:
        """What is said of hours, terms and per what it is paid, by column: what the lint asks of."""
        model = self._meta.get_field("terms").related_model
        row = model.objects.filter(listing=self.pk).first() if self.pk else None
        return {
            name: getattr(self if hasattr(type(self), name) else row, name, None)
            for name in (*TERM_WORDS, *BESIDE_TERMS)
        }

    @transaction.atomic
    def rename(self, title: str) -> None:
        """A new title gives a new slug; the old one goes on leading here, but for a draft, where nobody was given it."""
        self.title = title
        if slugify(title) and not self.slug.startswith(slugify(title)[:100]):
            self.slug = self._new_slug()
            self.save(update_fields=["title", "slug"])
            self.slugs.get_or_create(slug=self.slug)
            if self.published_at is None:
                self.slugs.exclude(slug=self.slug).delete()

    def _write_pay(self) -> None:
        pay = comparable(self.pay) if self.pay else None
        self.pay_hour_min, self.pay_hour_max = (pay.hour_min, pay.hour_max) if pay else (None, None)
        self.pay_month_min, self.pay_month_max = (pay.month_min, pay.month_max) if pay else (None, None)
        self.pay_hours_assumed = bool(pay and pay.assumed_hours)
        based = convert(pay, monthly_rates(), BASE_CURRENCY) if pay else None
        self.pay_sort = (based.month_max or based.month_min) if based else None

    def _new_slug(self) -> str:
        taken = self._meta.get_field("slugs").related_model.objects
        return unique_slug(self.title, lambda slug: slug in RESERVED_SLUGS or taken.filter(slug=slug).exists())
