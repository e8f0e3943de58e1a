"""Pay as advertised: the median and the middle half of live listings, per month, nothing under five of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Aggregate, Case, Count, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from careers.listings.models.tally import some
from careers.listings.pay import EURO, Rate

CENT = Decimal("0.01")
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


def advertised_pay(listings: QuerySet, rates: dict[str, Rate], currency: str) -> dict[int, PayFigure]:
    """Profession's key → its figure in `currency`. Pay unknown or without a rate is left out, and so is n under FEWEST.

    A listing stands for the middle of its range per month, or for the one end it states. On a large board a part of
    them stands for all, and `count` is that of the part. One query.
    """
    factors = _factors(rates, currency)
    if not factors:
        return {}
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
    return {
        row["category"]: PayFigure(
            *(row[name].quantize(CENT) for name in ("median", "low", "high")),
            count=row["count"], currency=currency, rests_on_samples=row["samples"] > 0, rate_on=rate_day(rates, currency),
        )
        for row in rows
    }  # fmt: skip


def rate_day(rates: dict[str, Rate], currency: str) -> date | None:
    """The day that figures in `currency` name as that of their rates."""
    return rates[currency].on if currency in rates else max((rate.on for rate in rates.values()), default=None)


def _factors(rates: dict[str, Rate], currency: str) -> dict[str, Decimal]:
    """Currency code → what to multiply by to come to `currency`."""
    per_euro = {code: rate.per_euro for code, rate in rates.items()} | {EURO: Decimal(1)}
    if currency not in per_euro:
        return {}
    return {code: round(per_euro[currency] / rate, 12) for code, rate in per_euro.items()}
