"""What live listings come to: how many by profession, whom they welcome, and their pay as advertised, per month: the median
and the middle half, nothing under five listings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Aggregate, Case, Count, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from careers.insights.kept import taken
from careers.listings.models.tally import SAMPLES, samples_of, some
from careers.listings.pay import EURO, Rate
from careers.listings.rates import newest_rates
from careers.taxonomy.models import JobCategory

CENT = Decimal("0.01")
PARTS = 10**6  # of a euro, in which sums are compared: small currencies keep their digits
FEWEST = 5  # a figure from fewer listings says more about one employer than about a profession


class _Quantile(Aggregate):
    """`percentile_disc` of an expression: the first value up to which such a share of the rows lies, in exact numbers."""

    function = "percentile_disc"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s%(order)s)"
    output_field = DecimalField(max_digits=30, decimal_places=12)


def _quantile(hundredths: int) -> CombinedExpression:
    """What splits the rows so: counted from below and from above, and the middle of the two where they differ."""
    below = _Quantile(F("middle"), share=f"{hundredths} / 100.0", order="")
    above = _Quantile(F("middle"), share=f"{100 - hundredths} / 100.0", order=" DESC")
    return (below + above) / Value(Decimal(2))


@dataclass(frozen=True)
class PayFigure:
    """What half of the listings come to in a month, between `low` and `high`; `count` is how many it rests on.

    `rate_on`: the day of the rate of `currency`, or of the newest one for the euro; None when no rate is known.
    """

    median: Decimal
    low: Decimal
    high: Decimal
    count: int
    currency: str
    rests_on_samples: bool
    rate_on: date | None = None


@taken
def live_counts(listings: QuerySet) -> dict[int, tuple[int, int]]:
    """Profession's key → its listings, and how many of them are samples. One query."""
    by_category = listings.order_by().values_list("category")
    counted = by_category.annotate(count=Count("pk"), samples=Count("pk", filter=Q(is_sample=True)))
    return {category: (count, samples) for category, count, samples in counted}


@taken
def crossings(listings: QuerySet) -> list[tuple[int, int, int]]:
    """The key of a background, that of an active profession, and how many listings of the second welcome the first.

    On a LARGE board a part of them is scaled up. One query.
    """
    pairs = (
        some(listings).order_by().filter(category__state=JobCategory.State.ACTIVE, backgrounds__isnull=False)
        .values_list("backgrounds", "category").annotate(count=Count("pk"))
    )  # fmt: skip
    times = Fraction(SAMPLES, samples_of(listings))
    return [(background, category, round(count * times)) for background, category, count in pairs]


def board_pay(currency: str, category: JobCategory | None = None) -> dict[int, PayFigure]:
    """The pay of the whole board, or of one profession at least, as `advertised_pay` tells it."""
    return _in_currency(_quartiles_of_board(category), newest_rates(), currency)


def advertised_pay(listings: QuerySet, rates: dict[str, Rate], currency: str) -> dict[int, PayFigure]:
    """Profession's key → its figure in `currency`. Pay unknown or without a rate is left out, and so is n under FEWEST.

    A listing stands for the middle of its range per month, or for the one end it states. On a LARGE board a part of
    them stands for all, and `count` is that of the part. One query.
    """
    return _in_currency(_quartiles(listings, rates), rates, currency)


@taken
def _quartiles_of_board(listings: QuerySet) -> list[dict[str, Any]]:
    return _quartiles(listings, newest_rates())


def _quartiles(listings: QuerySet, rates: dict[str, Rate]) -> list[dict[str, Any]]:
    """Of each profession the quartiles in parts of a euro: the same listings lie in the middle in every currency."""
    factors = {code: round(PARTS / rate, 12) for code, rate in _per_euro(rates).items()}
    cases = [When(pay_currency=code, then=Value(factor)) for code, factor in factors.items()]
    middle = (
        (Coalesce("pay_month_min", "pay_month_max") + Coalesce("pay_month_max", "pay_month_min"))
        / Value(Decimal(2))
        * Case(*cases, output_field=DecimalField(max_digits=30, decimal_places=12))
    )
    rows = (
        some(listings).order_by()
        .filter(Q(pay_month_min__isnull=False) | Q(pay_month_max__isnull=False), pay_currency__in=factors)
        .annotate(middle=middle)
        .values("category")
        .annotate(
            low=_quantile(25), median=_quantile(50), high=_quantile(75), count=Count("pk"), samples=Count("pk", filter=Q(is_sample=True)),
        )
        .filter(count__gte=FEWEST)
    )  # fmt: skip
    return list(rows)


def _in_currency(quartiles: list[dict[str, Any]], rates: dict[str, Rate], currency: str) -> dict[int, PayFigure]:
    per_euro = _per_euro(rates).get(currency)
    if per_euro is None:
        return {}
    return {
        row["category"]: PayFigure(
            *((row[name] * per_euro / PARTS).quantize(CENT) for name in ("median", "low", "high")),
            count=row["count"], currency=currency, rests_on_samples=row["samples"] > 0, rate_on=rate_day(rates, currency),
        )
        for row in quartiles
    }  # fmt: skip


def rate_day(rates: dict[str, Rate], currency: str) -> date | None:
    """The day that figures in `currency` name as that of their rates."""
    return rates[currency].on if currency in rates else max((rate.on for rate in rates.values()), default=None)


def _per_euro(rates: dict[str, Rate]) -> dict[str, Decimal]:
    return {code: rate.per_euro for code, rate in rates.items()} | {EURO: Decimal(1)}
