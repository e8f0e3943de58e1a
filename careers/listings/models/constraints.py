"""What the database promises of every listing, whoever writes it, and by what it finds them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from careers.listings.lifecycle import LEAST_CAPACITY, MOST_CAPACITY, PROMISES

PAY_PERIODS = ("hour", "day", "week", "month", "year", "task")
AFTER_REVIEW = ("live", "paused", "filled", "closed", "expired")
# Of an index of words, in kB: what is published waits in a list before it is sorted in. Each search reads that list, which
# may otherwise grow to 4 MB; a shorter one makes publishing dearer.
WAITING = 256

LIVE = Q(state="live")


def title_words() -> Func:
    """Of the words of a listing those of its title."""
    return Func("search_words", template="ts_filter(%(expressions)s, '{a}')", output_field=SearchVectorField())


def fewest_hours() -> Coalesce:
    """The fewest hours a week that a listing can be done in; its most where only those are stated."""
    return Coalesce("hours_min", "hours_max")


def _check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=condition)


def _in_order(name: str, low: str, high: str) -> models.CheckConstraint:
    either_missing = Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True})
    return _check(name, either_missing | Q(**{f"{low}__lte": F(high)}))


LISTING_CONSTRAINTS = [
    _in_order("listing_pay_in_order", "pay_min", "pay_max"),
    _in_order("listing_hours_in_order", "hours_min", "hours_max"),
    _in_order("listing_offsets_in_order", "utc_offset_min", "utc_offset_max"),
    _check(
        "listing_pay_whole_or_absent",
        Q(pay_min__isnull=True, pay_max__isnull=True) | Q(pay_currency__isnull=False, pay_period__in=PAY_PERIODS),
    ),
    _check(
        "listing_pay_positive",
        (Q(pay_min__isnull=True) | Q(pay_min__gt=0)) & (Q(pay_max__isnull=True) | Q(pay_max__gt=0)),
    ),
    _check(
        "listing_countries_named_when_scoped",
        Q(eligibility_scope="countries", eligible_countries__len__gt=0)
        | (~Q(eligibility_scope="countries") & Q(eligible_countries=[], eligible_regions=[])),
    ),
    _check(
        "listing_offsets_on_earth",
        (Q(utc_offset_min__isnull=True) | Q(utc_offset_min__range=(-720, 840)))
        & (Q(utc_offset_max__isnull=True) | Q(utc_offset_max__range=(-720, 840))),
    ),
    _check(
        "listing_overlap_whole_or_absent",
        Q(overlap_hours__isnull=True, overlap_zone="") | (Q(overlap_hours__range=(1, 8)) & ~Q(overlap_zone="")),
    ),
    _check(
        "listing_outside_has_address", Q(apply_at="here", apply_url="") | (Q(apply_at="outside") & ~Q(apply_url=""))
    ),
    _check("listing_capacity_in_range", Q(review_capacity__range=(LEAST_CAPACITY, MOST_CAPACITY))),
    _check("listing_promise_known", Q(promise_days__in=tuple(days for days, _words in PROMISES))),
    _check("listing_openings_positive", Q(openings__gte=1)),
    _check(
        "listing_dated_once_live",
        ~Q(state__in=AFTER_REVIEW) | Q(published_at__isnull=False, closes_at__isnull=False, rank_at__isnull=False),
    ),
    _check("listing_scheduled_has_start", ~Q(state="scheduled") | Q(starts_at__isnull=False)),
    _check("listing_suspended_knows_whence", Q(state="suspended") ^ Q(suspended_from="")),
]

# Partial: only what is live is searched, however much has ended. Each order can be walked, each rare choice looked up.
LISTING_INDEXES = [
    models.Index(name="listing_fresh", fields=["-rank_at", "-id"], condition=LIVE),
    models.Index(name="listing_newest", fields=["-published_at", "-id"], condition=LIVE),
    models.Index(F("pay_sort").desc(nulls_last=True), F("id").desc(), name="listing_by_pay", condition=LIVE),
    models.Index(name="listing_category_live", fields=["category", "-rank_at"], condition=LIVE),
    models.Index(name="listing_pay_hour", fields=["pay_currency", "pay_hour_max"], condition=LIVE),
    models.Index(name="listing_pay_month", fields=["pay_currency", "pay_month_max"], condition=LIVE),
    models.Index(fewest_hours(), name="listing_fewest_hours", condition=LIVE),
    models.Index(name="listing_zones", fields=["overlap_zone"], condition=LIVE & Q(overlap_zone__gt="")),
    GinIndex(name="listing_search_words", fields=["search_words"], condition=LIVE, gin_pending_list_limit=WAITING),
    GinIndex(title_words(), name="listing_title_words", condition=LIVE, gin_pending_list_limit=WAITING),
    GinIndex(
        name="listing_choices",
        gin_pending_list_limit=WAITING,
        fields=[
            "category", "engagement", "technical", "pay_period", "employer", "employer_track", "skill_ids", "background_ids",
        ],
        condition=LIVE,
    ),
    # Large results are counted by a part of them: this index alone answers for the whole board.
    models.Index(
        name="listing_sample",
        fields=["sample"],
        include=["category", "facets", "background_ids", "hidden_at", "closes_at"],
        condition=LIVE,
    ),
    # Not partial: the planner joins no two indexes that both say "live", and a common word wants its sample beside it.
    models.Index(name="listing_part", fields=["sample"]),
    models.Index(name="listing_office", fields=["employer", "state"]),
    models.Index(name="listing_due_to_close", fields=["closes_at"], condition=Q(state__in=["live", "paused"])),
]  # fmt: skip
