"""What is worked out from a listing's words and numbers whenever they are written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils.text import slugify

from careers.accounts.models import User
from careers.core import clock
from careers.core.markdown import render
from careers.core.rows import insert_new
from careers.core.slugs import TRIES, slugs_of, unique_slug
from careers.core.states import IllegalStep
from careers.listings.lifecycle import EDITABLE, SUBSTANTIVE
from careers.listings.lint import TERM_WORDS, Draft, Finding, lint
from careers.listings.pay import Rate, comparable, convert
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
        self._derive()
        if not self.slug:
            self._give_slugs([self])
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
        draft = cls.drafted(by=by, employer=employer, values=values)
        # Held first, as by `hand_in`: no two, each with a slug of its own, wait for each other.
        type(employer).objects.select_for_update(no_key=True).only("pk").get(pk=employer.pk)
        cls.insert([draft], skills=[skills], backgrounds=[backgrounds])
        draft.log("created", by=by, actor="employer", from_state="")
        return draft

    @classmethod
    def drafted(cls, *, by: User, employer, values: dict) -> "ListingContent":
        """A draft that is not written yet."""
        return cls(employer=employer, created_by=by, is_sample=employer.is_sample, **values)

    @classmethod
    def insert(cls, rows: Sequence["ListingContent"], **links: Sequence[Iterable]) -> None:
        """Write new rows as they are, with what is derived of them; `links` are the skills … of each. The log is the caller's.

        A fixed number of statements for any number of rows. The caller holds the lock of their employer.
        """
        rates = monthly_rates() if any(row.pay for row in rows) else {}
        for row, key in zip(rows, cls._new_keys(len(rows)), strict=True):
            row.pk = key
            row._derive(rates)
        cls._give_slugs(rows)
        # Links first: what is searched is then worked out once, when the row comes.
        for name, linked in links.items():
            cls._link(name, {row.pk: each for row, each in zip(rows, linked, strict=True)})
        # In one order, so that of two who want the same slugs one waits for the other, and never both.
        ordered = sorted(rows, key=lambda row: row.slug)
        written = insert_new(ordered)
        for row in ordered:
            if row.pk not in written:
                # Somebody has taken the slug meanwhile.
                row.slug = next(islice(slugs_of(row.title), TRIES, None))
                row.save(force_insert=True)
        slugs = cls._meta.get_field("slugs").related_model
        slugs.objects.bulk_create(slugs(listing=row, slug=row.slug) for row in ordered)

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
        terms = self._meta.get_field("terms").related_model.objects.filter(listing=self.pk).first()
        return self.findings_with(questions=self.questions.values_list("text", flat=True), terms=terms)

    def findings_with(self, *, questions: Iterable[str], terms: models.Model | None) -> list[Finding]:
        """What the lint says of it with these questions and terms."""
        return lint(
            Draft(
                title=self.title,
                description=self.description,
                questions=tuple(questions),
                states_pay=self.pay is not None,
                states_eligibility=self.eligibility.is_stated,
                terms=self._said_terms(terms),
            )
        )

    def _said_terms(self, row: models.Model | None) -> dict[str, Any]:
        """What is said of hours, terms and per what it is paid, by column: what the lint asks of."""
        return {
            name: getattr(self if hasattr(type(self), name) else row, name, None)
            for name in (*TERM_WORDS, *BESIDE_TERMS)
        }

    @transaction.atomic
    def rename(self, title: str) -> None:
        """A new title gives a new slug; the old one goes on leading here, but for a draft, where nobody was given it."""
        self.title = title
        if slugify(title) and not self.slug.startswith(slugify(title)[:100]):
            self._give_slugs([self])
            self.save(update_fields=["title", "slug"])
            self.slugs.get_or_create(slug=self.slug)
            if self.published_at is None:
                self.slugs.exclude(slug=self.slug).delete()

    def _derive(self, rates: Mapping[str, Rate] | None = None) -> None:
        """Work out what follows from the words and numbers; `rates` are the month's, where they are at hand."""
        self.description_html = render(self.description)
        self.updated_at = clock.now()
        pay = comparable(self.pay) if self.pay else None
        self.pay_hour_min, self.pay_hour_max = (pay.hour_min, pay.hour_max) if pay else (None, None)
        self.pay_month_min, self.pay_month_max = (pay.month_min, pay.month_max) if pay else (None, None)
        self.pay_hours_assumed = bool(pay and pay.assumed_hours)
        based = convert(pay, monthly_rates() if rates is None else rates, BASE_CURRENCY) if pay else None
        self.pay_sort = (based.month_max or based.month_min) if based else None

    @classmethod
    def _give_slugs(cls, rows: Iterable["ListingContent"]) -> None:
        """To each a slug of its title that nobody has or had; by one statement."""
        wanted = [slug for title in {row.title for row in rows} for slug in islice(slugs_of(title), TRIES)]
        slugs = cls._meta.get_field("slugs").related_model
        taken = RESERVED_SLUGS.union(slugs.objects.filter(slug__in=wanted).values_list("slug", flat=True))
        for row in rows:
            row.slug = unique_slug(row.title, taken.__contains__)
            taken.add(row.slug)

    @classmethod
    def _new_keys(cls, count: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [cls._meta.db_table, count],
            )
            return [key for (key,) in cursor.fetchall()]

    @classmethod
    def _link(cls, name: str, linked: Mapping[int, Iterable]) -> None:
        field = cls._meta.get_field(name)
        through, other = getattr(cls, name).through, f"{field.m2m_reverse_field_name()}_id"
        through.objects.bulk_create(
            through(listing_id=key, **{other: row.pk}) for key, rows in linked.items() for row in dict.fromkeys(rows)
        )
