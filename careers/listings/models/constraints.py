"""What the database promises of every listing, whoever writes it."""

from django.db import models
from django.db.models import F, Q

from careers.listings.lifecycle import LEAST_CAPACITY, MOST_CAPACITY, PROMISES

PAY_PERIODS = ("hour", "day", "week", "month", "year", "task")
AFTER_REVIEW = ("live", "paused", "filled", "closed", "expired")


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
