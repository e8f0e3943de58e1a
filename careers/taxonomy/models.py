"""The curated vocabularies: professions, skills, backgrounds, places and money."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careers.core.bilingual import Bilingual, Seeded, by_name
from careers.core.states import IllegalStep
from careers.taxonomy.merging import move_relation
from careers.taxonomy.rates_file import RateDay, endings


class JobCategoryQuerySet(models.QuerySet):
    """Phrases about professions."""

    def active(self):
        """Those that listings can be filed under."""
        return self.filter(state=JobCategory.State.ACTIVE)

    def public(self):
        """Those with a page of their own: retired ones keep theirs, merged ones lead elsewhere."""
        return self.exclude(state=JobCategory.State.MERGED)


class JobCategory(Seeded):
    """A curated AI profession, in two languages."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired")
        MERGED = "merged", _("Merged into another")

    class Hue(models.TextChoices):
        """The dye plants of the design; the last three are free for a curator's own professions."""

        KUNYIT = "kunyit", _("Turmeric yellow")
        SUJI = "suji", _("Suji green")
        TARUM = "tarum", _("Indigo blue")
        SECANG = "secang", _("Sappanwood pink")
        MENGKUDU = "mengkudu", _("Madder red")
        TELANG = "telang", _("Butterfly-pea blue")
        MANGGIS = "manggis", _("Mangosteen purple")
        KETAPANG = "ketapang", _("Ketapang brown")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_id = models.CharField(_("name in Indonesian"), max_length=80)
    summary_en = models.TextField(_("summary in English"), max_length=400, blank=True)
    summary_id = models.TextField(_("summary in Indonesian"), max_length=400, blank=True)
    hue = models.CharField(_("hue"), max_length=10, choices=Hue, default=Hue.TELANG)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related professions"))
    # The names by which listings are found today: written from above once they all are.
    searched_as = models.TextField(default="", editable=False)

    name = Bilingual("name")
    summary = Bilingual("summary")
    objects = JobCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("profession")
        verbose_name_plural = _("professions")
        ordering = ("position", "slug")
        constraints = [
            models.CheckConstraint(
                name="category_merged_has_target",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | models.Q(~models.Q(state="merged"), merged_into__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category_detail", args=[self.slug])

    @property
    def spellings(self) -> list[str]:
        """The names by which it may be searched for."""
        return [self.name_en, self.name_id]

    @property
    def is_active(self) -> bool:
        """Whether listings can be filed here."""
        return self.state == self.State.ACTIVE

    @transaction.atomic
    def retire(self) -> None:
        """No new listings here; what stands keeps its category and its page."""
        self._step(self.State.ACTIVE, self.State.RETIRED)

    @transaction.atomic
    def revive(self) -> None:
        """Take a retired profession back into use."""
        self._step(self.State.RETIRED, self.State.ACTIVE)

    @transaction.atomic
    def merge_into(self, target: "JobCategory") -> None:
        """Move every row that points here to `target`; this slug stays an alias of it for ever.

        Walks over `_meta.related_objects`, so it imports no feature. Raises IllegalStep when either is merged
        already or both are the same.
        """
        rows = {
            row.pk: row
            for row in JobCategory.objects.select_for_update(no_key=True).filter(pk__in=[self.pk, target.pk])
        }
        if len(rows) < 2 or any(row.state == self.State.MERGED for row in rows.values()):
            raise IllegalStep("merge", self.state)
        for relation in self._meta.related_objects:
            if relation.related_model is not JobCategory:
                move_relation(relation, self, target)
        JobCategory.objects.filter(merged_into=self).update(merged_into=target)
        CategoryAlias.objects.update_or_create(slug=self.slug, defaults={"category": target})
        self.state, self.merged_into = self.State.MERGED, target
        self.save(update_fields=["state", "merged_into"])

    def _step(self, source: str, target: str) -> None:
        if not JobCategory.objects.filter(pk=self.pk, state=source).update(state=target):
            raise IllegalStep(target, self.state)
        self.state = target


class CategoryAlias(models.Model):
    """A slug that once named a profession and leads to another one for ever."""

    slug = models.SlugField(max_length=60, unique=True)
    category = models.ForeignKey(JobCategory, models.CASCADE, related_name="aliases", verbose_name=_("profession"))

    class Meta:
        verbose_name = _("earlier address")
        verbose_name_plural = _("earlier addresses")

    def __str__(self) -> str:
        return self.slug


class VocabularyQuerySet(models.QuerySet):
    """Phrases about any vocabulary with two names."""

    def by_name(self):
        """In the alphabet of the interface's language."""
        return self.order_by(by_name(), "pk")


class Skill(Seeded):
    """A skill that listings ask for and seekers have, with the other spellings people type."""

    class Kind(models.TextChoices):
        TECHNIQUE = "technique", _("Technique")
        TOOL = "tool", _("Tool")
        LANGUAGE = "language", _("Language")
        CRAFT = "craft", _("Craft")
        DOMAIN = "domain", _("Domain")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_id = models.CharField(_("name in Indonesian"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    aliases = ArrayField(models.CharField(max_length=80), verbose_name=_("other spellings"), default=list, blank=True)
    categories = models.ManyToManyField(JobCategory, blank=True, related_name="skills", verbose_name=_("professions"))
    # The names by which listings are found today: written from above once they all are.
    searched_as = models.TextField(default="", editable=False)

    name = Bilingual("name")
    objects = VocabularyQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ("slug",)
        indexes = [GinIndex(name="skill_aliases", fields=["aliases"])]

    def __str__(self) -> str:
        return self.name

    @property
    def spellings(self) -> list[str]:
        """The names by which it may be searched for."""
        return [self.name_en, self.name_id, *self.aliases]


class Background(Seeded):
    """Where a person comes from: journalism, teaching, marketing, design, law …"""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_id = models.CharField(_("name in Indonesian"), max_length=80)
    skills = models.ManyToManyField(Skill, blank=True, related_name="backgrounds", verbose_name=_("skills it brings"))

    name = Bilingual("name")
    objects = VocabularyQuerySet.as_manager()

    class Meta:
        verbose_name = _("background")
        verbose_name_plural = _("backgrounds")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class Currency(Seeded):
    """An ISO 4217 currency."""

    code = models.CharField(_("code"), max_length=3, primary_key=True, validators=[RegexValidator(r"^[A-Z]{3}$")])
    name_en = models.CharField(_("name in English"), max_length=80)
    name_id = models.CharField(_("name in Indonesian"), max_length=80)
    minor_digits = models.PositiveSmallIntegerField(_("minor digits"), default=2)

    # The bank stopped to give a rate after this day; the last one stays, with its date.
    rates_ended_on = models.DateField(_("last rate"), null=True, editable=False)

    name = Bilingual("name")
    objects = VocabularyQuerySet.as_manager()

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class Country(Seeded):
    """An ISO 3166-1 country with its time zones (IANA) and its currency of today (CLDR)."""

    code = models.CharField(_("code"), max_length=2, primary_key=True, validators=[RegexValidator(r"^[A-Z]{2}$")])
    name_en = models.CharField(_("name in English"), max_length=80)
    name_id = models.CharField(_("name in Indonesian"), max_length=80)
    zones = ArrayField(models.CharField(max_length=40), verbose_name=_("time zones"), default=list, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, null=True, blank=True, verbose_name=_("currency"))

    name = Bilingual("name")
    objects = VocabularyQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Region(Seeded):
    """A named set of countries, as a shortcut when a listing names whom it is open to."""

    code = models.SlugField(_("code"), max_length=20, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_id = models.CharField(_("name in Indonesian"), max_length=80)
    countries = models.ManyToManyField(Country, related_name="regions", verbose_name=_("countries"))
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=200)

    name = Bilingual("name")
    objects = VocabularyQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class ExchangeRateQuerySet(models.QuerySet):
    """Phrases about rates."""

    def latest_per_currency(self):
        """The newest row of each currency, looked up in the index: DISTINCT would read every day that ever was."""
        newest = self.filter(currency=OuterRef("pk")).order_by("-date").values("pk")[:1]
        return self.model.objects.filter(pk__in=Currency.objects.order_by().values_list(Subquery(newest)))

    def add_days(self, days: list[RateDay], source: str) -> tuple[int, int]:
        """Add what `days` (oldest first) hold of known currencies and is not there yet: how many were added, and how many stood.

        A rate that stands is never written again. A series whose newest row says N/A is marked with its last day.
        """
        known = set(Currency.objects.values_list("code", flat=True))
        standing = set(self.filter(date__gte=days[0].on).values_list("currency_id", "date"))
        given = [(code, day.on, rate) for day in days for code, rate in day.rates.items() if rate and code in known]
        new = [
            self.model(currency_id=code, date=on, per_euro=rate, source=source)
            for code, on, rate in given
            if (code, on) not in standing
        ]
        self.bulk_create(new, batch_size=5000)
        for code, last in endings(days).items():
            Currency.objects.filter(pk=code).exclude(rates_ended_on=last).update(rates_ended_on=last)
        return len(new), len(given) - len(new)


class ExchangeRate(models.Model):
    """Units of a currency for one euro on a day: a reference rate of the European Central Bank."""

    currency = models.ForeignKey(Currency, models.PROTECT, related_name="rates", verbose_name=_("currency"))
    date = models.DateField(_("date"))
    per_euro = models.DecimalField(
        _("units for one euro"), max_digits=18, decimal_places=6, validators=[MinValueValidator(Decimal("0.000001"))]
    )
    source = models.CharField(_("source"), max_length=200)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("-date", "currency_id")
        constraints = [
            models.UniqueConstraint(name="rate_once_a_day", fields=["currency", "date"]),
            models.CheckConstraint(name="rate_positive", condition=models.Q(per_euro__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.date}"
