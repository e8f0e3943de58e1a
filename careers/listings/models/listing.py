"""Listing: one advertised opportunity, its columns and the phrases about it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import connection, models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import validate_zone
from careers.core import clock
from careers.core.held import held
from careers.employers.models.employer import Employer
from careers.listings.eligibility import Eligibility
from careers.listings.lifecycle import (
    ENDED,
    LEAST_CAPACITY,
    MEMBERS_ONLY,
    MOST_CAPACITY,
    PROMISES,
    PUBLIC,
    USUAL_CAPACITY,
    USUAL_PROMISE,
    ListingState,
)
from careers.listings.models.constraints import LISTING_CONSTRAINTS, LISTING_INDEXES
from careers.listings.models.content import ListingContent
from careers.listings.models.verbs import ListingVerbs
from careers.listings.pay import Pay
from careers.taxonomy.models import Background, Currency, JobCategory, Skill

# Each value of a column once, looked up one after the other in an index.
DISTINCT = """
    WITH RECURSIVE found AS (
        SELECT min({column}) AS value FROM careers_listing WHERE state = 'live' AND {column} > ''
        UNION ALL
        SELECT (SELECT min({column}) FROM careers_listing WHERE state = 'live' AND {column} > '' AND {column} > found.value)
        FROM found WHERE found.value IS NOT NULL
    ) SELECT value FROM found WHERE value IS NOT NULL
"""


@held(seconds=60)
def _about_live() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'listing_fresh'::regclass")
        return max(0, int(cursor.fetchone()[0]))


class ListingQuerySet(models.QuerySet):
    """Phrases about listings, each defined once and used by every surface."""

    def live(self):
        """State live, not hidden, before `closes_at`."""
        return self.filter(state=ListingState.LIVE, hidden_at=None, closes_at__gt=clock.now())

    def open_for_applications(self):
        """Live, and the queue not full."""
        return self.live().filter(queue_full_at=None)

    def public(self):
        """Not hidden, and live, paused, filled, closed or expired. All but live are noindex and say so."""
        return self.filter(state__in=PUBLIC, hidden_at=None)

    def without_samples(self):
        """Real ones only: what a figure about the market may rest on."""
        return self.filter(is_sample=False)

    def managed_by(self, user):
        """Those that `user` may change: owners and recruiters of the employer."""
        return self.filter(employer__in=Employer.objects.managed_by(user))

    def visible_to(self, user):
        """Those that `user` may see in an office: every member of the employer."""
        return self.filter(employer__in=Employer.objects.visible_to(user))

    def due_to_open(self):
        """Scheduled, and their moment has come."""
        return self.filter(state=ListingState.SCHEDULED, starts_at__lte=clock.now(), hidden_at=None)

    def due_to_expire(self):
        """Live or paused, and their time is over."""
        return self.filter(state__in=(ListingState.LIVE, ListingState.PAUSED), closes_at__lte=clock.now())

    def ended(self):
        """Filled, closed, expired or removed: no more applications, ever."""
        return self.filter(state__in=ENDED)

    def for_cards(self):
        """With all that a card shows, in a constant number of queries."""
        rows = self.select_related("employer", "category", "pay_currency")
        return rows.defer("description", "description_html", "employer__about", "employer__about_html")

    def about(self) -> int:
        """About how many are live, as the database last noted; no row is read."""
        return _about_live()

    def named_zones(self) -> list[str]:
        """The zones that live listings want overlap with."""
        return _named_zones()

    def paid_in(self) -> list[str]:
        """The codes of the currencies that live listings pay in."""
        return _paid_in()


@held()
def _named_zones() -> list[str]:
    return _distinct("overlap_zone")


@held()
def _paid_in() -> list[str]:
    return _distinct("pay_currency_id")


def _distinct(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT.format(column=column))
        return [value for (value,) in cursor.fetchall()]


class ListingManager(models.Manager.from_queryset(ListingQuerySet)):  # type: ignore[misc]
    """Rows without their search words, which only the database reads."""

    def get_queryset(self):
        """All rows, narrow."""
        return super().get_queryset().defer("search_words")


class Listing(ListingVerbs, ListingContent):
    """One advertised opportunity. All of them are fully remote."""

    State = ListingState

    class Engagement(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        CONTRACTOR = "contractor", _("Contractor")

    class Technical(models.TextChoices):
        NONE = "none", _("No technical background needed")
        SOME = "some", _("Some technical background")
        DEEP = "deep", _("Deep technical background")

    class PayPeriod(models.TextChoices):
        HOUR = "hour", _("hour")
        DAY = "day", _("day")
        WEEK = "week", _("week")
        MONTH = "month", _("month")
        YEAR = "year", _("year")
        TASK = "task", _("task")

    class Scope(models.TextChoices):
        WORLDWIDE = "worldwide", _("Open worldwide")
        COUNTRIES = "countries", _("Open to named countries")
        NOT_STATED = "not-stated", _("Not stated")

    class ApplyAt(models.TextChoices):
        HERE = "here", _("Here, on this board")
        OUTSIDE = "outside", _("At the employer's own address")

    # What it is
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="listings", verbose_name=_("employer"))
    category = models.ForeignKey(JobCategory, models.PROTECT, related_name="listings", verbose_name=_("profession"))
    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(_("language of the listing"), max_length=2, choices=settings.LANGUAGES)
    description = models.TextField(_("description"), blank=True)
    description_html = models.TextField(blank=True, editable=False)
    openings = models.PositiveSmallIntegerField(
        _("people sought"), default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    technical = models.CharField(_("technical background"), max_length=5, choices=Technical, default=Technical.NONE)
    skills = models.ManyToManyField(Skill, blank=True, related_name="listings", verbose_name=_("skills"))
    backgrounds = models.ManyToManyField(
        Background, blank=True, related_name="listings", verbose_name=_("backgrounds welcome")
    )
    is_sample = models.BooleanField(default=False, editable=False)

    # Terms that are filtered on; the rest of them is EngagementTerms
    engagement = models.CharField(_("engagement"), max_length=10, choices=Engagement)
    hours_min = models.PositiveSmallIntegerField(
        _("hours a week, at least"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(80)]
    )
    hours_max = models.PositiveSmallIntegerField(
        _("hours a week, at most"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(80)]
    )
    hours_guaranteed = models.BooleanField(_("hours are guaranteed"), null=True, blank=True)
    training_paid = models.BooleanField(_("training and tests are paid"), null=True, blank=True)

    # Pay as the employer states it; `task_minutes` makes pay per task comparable
    pay_min = models.DecimalField(_("pay, from"), max_digits=14, decimal_places=2, null=True, blank=True)
    pay_max = models.DecimalField(_("pay, to"), max_digits=14, decimal_places=2, null=True, blank=True)
    pay_currency = models.ForeignKey(
        Currency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("currency")
    )
    pay_period = models.CharField(_("per"), max_length=5, choices=PayPeriod, blank=True)
    task_minutes = models.PositiveSmallIntegerField(
        _("minutes a task takes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(6000)]
    )
    # Comparable pay in the listing's own currency, and per month in the board's base currency to sort by
    pay_hour_min = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)
    pay_hour_max = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)
    pay_month_min = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)
    pay_month_max = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)
    pay_hours_assumed = models.BooleanField(default=False, editable=False)
    pay_sort = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)

    # Who may take it
    eligibility_scope = models.CharField(
        _("open to"), max_length=10, choices=Scope, default=Scope.NOT_STATED, blank=True
    )
    eligible_countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries"), default=list, blank=True
    )
    eligible_regions = ArrayField(models.CharField(max_length=20), verbose_name=_("regions"), default=list, blank=True)
    utc_offset_min = models.SmallIntegerField(_("earliest UTC offset in minutes"), null=True, blank=True)
    utc_offset_max = models.SmallIntegerField(_("latest UTC offset in minutes"), null=True, blank=True)
    overlap_hours = models.PositiveSmallIntegerField(
        _("hours of overlap a day"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    overlap_zone = models.CharField(_("overlap with"), max_length=40, blank=True, validators=[validate_zone])
    work_languages = ArrayField(
        models.CharField(max_length=3), verbose_name=_("work languages"), default=list, blank=True
    )

    # How one applies, and what the employer promises
    apply_at = models.CharField(_("apply"), max_length=10, choices=ApplyAt, default=ApplyAt.HERE)
    apply_url = models.URLField(
        _("address to apply at"), max_length=400, blank=True, validators=[URLValidator(["https"])]
    )
    review_capacity = models.PositiveSmallIntegerField(
        _("applications you can review at a time"),
        default=USUAL_CAPACITY,
        validators=[MinValueValidator(LEAST_CAPACITY), MaxValueValidator(MOST_CAPACITY)],
    )
    promise_days = models.PositiveSmallIntegerField(
        _("days to a first answer"), default=USUAL_PROMISE, choices=PROMISES
    )

    # Where it stands; only verbs write these
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    suspended_from = models.CharField(max_length=20, choices=State, blank=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    starts_at = models.DateTimeField(_("goes live"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    published_at = models.DateTimeField(_("first live"), null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    rank_at = models.DateTimeField(null=True, editable=False)
    queue_full_at = models.DateTimeField(null=True, editable=False)
    sampled_at = models.DateTimeField(null=True, editable=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="copies")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    # Written from above
    application_count = models.PositiveIntegerField(default=0, editable=False)
    waiting_count = models.PositiveIntegerField(default=0, editable=False)
    unanswered_count = models.PositiveIntegerField(default=0, editable=False)
    view_count = models.PositiveIntegerField(default=0, editable=False)

    # Worked out by the database whenever the row, its links, its employer's level or track is written
    # (migrations/_search.py): the words in four weights (title, employer, skills, profession and text), what spares a
    # search its joins, the options that are counted in one number, and a chance from 0 to 1023.
    search_words = SearchVectorField(null=True, editable=False)
    skill_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    background_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    employer_track = models.CharField(max_length=20, default="", editable=False)
    employer_level = models.SmallIntegerField(default=0, editable=False)
    facets = models.IntegerField(default=0, editable=False)
    sample = models.SmallIntegerField(null=True, editable=False)

    objects = ListingManager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ("-rank_at", "-pk")
        constraints = LISTING_CONSTRAINTS
        indexes = LISTING_INDEXES

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("listing_detail", args=[self.slug])

    @property
    def is_live(self) -> bool:
        """What `live()` says of rows."""
        return (
            self.state == ListingState.LIVE
            and not self.hidden_at
            and bool(self.closes_at and self.closes_at > clock.now())
        )

    @property
    def is_open(self) -> bool:
        """What `open_for_applications()` says of rows."""
        return self.is_live and self.queue_full_at is None

    @property
    def is_public(self) -> bool:
        """What `public()` says of rows."""
        return self.state in PUBLIC and not self.hidden_at

    @property
    def is_ended(self) -> bool:
        """Filled, closed, expired or removed, or its time is over though the clock has not said so yet."""
        return self.state in ENDED or (self.state == ListingState.LIVE and not self.is_live and not self.hidden_at)

    @property
    def is_new(self) -> bool:
        """Went live within the last three days."""
        return bool(self.published_at and clock.now() - self.published_at < timedelta(days=3))

    @property
    def is_members_only(self) -> bool:
        """Not public yet."""
        return self.state in MEMBERS_ONLY

    @property
    def applies_outside(self) -> bool:
        """The employer takes applications at its own address."""
        return self.apply_at == self.ApplyAt.OUTSIDE

    @property
    def apply_host(self) -> str:
        """The host of the outside address, to be shown before one goes there."""
        return self.apply_url.partition("//")[2].partition("/")[0].rpartition("@")[2].lower()

    @property
    def pay(self) -> Pay | None:
        """The pay as stated; None when the employer states none."""
        if not self.pay_period or (self.pay_min is None and self.pay_max is None):
            return None
        return Pay(
            minimum=self.pay_min, maximum=self.pay_max, currency=self.pay_currency_id, period=self.pay_period,
            hours_min=self.hours_min, hours_max=self.hours_max, task_minutes=self.task_minutes,
        )  # fmt: skip

    @property
    def eligibility(self) -> Eligibility:
        """Who may take it, as stated."""
        return Eligibility(
            scope=self.eligibility_scope, countries=tuple(self.eligible_countries), regions=tuple(self.eligible_regions),
            utc_offset_min=self.utc_offset_min, utc_offset_max=self.utc_offset_max, overlap_hours=self.overlap_hours,
            overlap_zone=self.overlap_zone, work_languages=tuple(self.work_languages),
        )  # fmt: skip
