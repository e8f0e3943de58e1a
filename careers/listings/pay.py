"""Pay as stated, and what it comes to per hour and per month. Pure sums in Decimal: no query, no request, no float."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Literal

Period = Literal["hour", "day", "week", "month", "year", "task"]

WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12
ASSUMED_WEEKLY_HOURS = 40
WORKDAYS_PER_WEEK = 5
MINUTES_PER_HOUR = 60
EURO = "EUR"
# Over how many weeks unpaid hours are spread when nobody says another span: a quarter of a year, less a week.
SPAN_WEEKS = 12

# Every figure that leaves this module is rounded to this step, once, half to even: the columns of Listing hold it.
STEP = Decimal("0.0001")
# The columns of Listing hold less than this. A figure beyond is a slip of the keyboard, and counts as unknown.
TOO_MUCH = Decimal(10**14)


@dataclass(frozen=True)
class Pay:
    """Pay as the employer states it: one end may be missing, and so may the hours a week.

    `task_minutes` is how long a task takes, for pay per task. Raises TypeError for a float or another kind of number
    than Decimal, ValueError for a sum that is negative or not finite, or ends out of order.
    """

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    period: Period
    hours_min: int | None = None
    hours_max: int | None = None
    task_minutes: int | None = None

    def __post_init__(self):
        _check_ends(self.minimum, self.maximum)
        if self.hours_min is not None and self.hours_max is not None and self.hours_min > self.hours_max:
            raise ValueError("hours are out of order")


@dataclass(frozen=True)
class ComparablePay:
    """What a pay comes to per hour and per month, in `currency`. An end that can't be known is None.

    `assumed_hours`: the employer left an end of the hours a week unsaid, so a figure rests on an assumed one.
    `rate_date`: the day of the older exchange rate used; None when nothing was converted.
    """

    hour_min: Decimal | None
    hour_max: Decimal | None
    month_min: Decimal | None
    month_max: Decimal | None
    currency: str
    assumed_hours: bool
    rate_date: date | None = None


@dataclass(frozen=True)
class Rate:
    """How many units of a currency one euro bought on a day. `is_last`: the bank has given none since."""

    per_euro: Decimal
    on: date
    is_last: bool = False

    def __post_init__(self):
        if not isinstance(self.per_euro, Decimal):
            raise TypeError("a rate is a Decimal")
        if not self.per_euro.is_finite() or self.per_euro <= 0:
            raise ValueError("a rate is a positive number")


def weekly_hours(pay: Pay) -> tuple[Decimal, Decimal, bool]:
    """The fewest and the most hours a week, and whether either is assumed.

    Neither stated: 40 for both. One stated: it stands for the other too. Either way it is marked as assumed.
    """
    if pay.hours_min is None and pay.hours_max is None:
        return Decimal(ASSUMED_WEEKLY_HOURS), Decimal(ASSUMED_WEEKLY_HOURS), True
    fewest = pay.hours_min if pay.hours_min is not None else pay.hours_max
    most = pay.hours_max if pay.hours_max is not None else pay.hours_min
    return Decimal(fewest or 0), Decimal(most or 0), fewest is None or None in (pay.hours_min, pay.hours_max)


def comparable(pay: Pay) -> ComparablePay | None:
    """What `pay` comes to per hour and per month, in its own currency; None when that can't be said.

    With 52 weeks and 12 months a year, and a week of the stated hours (40 assumed, and marked):

    - hour: month = pay × hours a week × 52 / 12
    - task: hour = pay × 60 / minutes a task; then as pay by the hour. Without stated minutes: None
    - day: a fifth of a week. month = pay × 5 × 52 / 12; hour = pay × 5 / hours a week
    - week: month = pay × 52 / 12; hour = pay / hours a week
    - month: hour = pay × 12 / 52 / hours a week
    - year: month = pay / 12; hour = pay / 52 / hours a week

    A range runs from the least to the most it can come to: the month from minimum × fewest to maximum × most hours,
    the hour of pay that is fixed for longer from minimum / most to maximum / fewest hours. A missing end stays
    missing; so does an hour that would be divided by no hours. Each figure is rounded once, to `STEP`.
    """
    if pay.minimum is None and pay.maximum is None:
        return None
    if pay.period == "task" and not pay.task_minutes:
        return None
    fewest, most, assumed = weekly_hours(pay)
    with localcontext(prec=60):
        if pay.period in ("hour", "task"):
            hours = [_times(end, _per_hour(pay)) for end in (pay.minimum, pay.maximum)]
            months = [_month(_times(hours[0], fewest)), _month(_times(hours[1], most))]
        else:
            weeks = [_times(end, _per_week(pay.period)) for end in (pay.minimum, pay.maximum)]
            hours = [_over(weeks[0], most), _over(weeks[1], fewest)]
            months = [_month(end) for end in weeks]
        figures = [None if figure is None else _rounded(figure) for figure in (*hours, *months)]
    if any(figure is not None and figure >= TOO_MUCH for figure in figures):
        return None
    hour_min, hour_max, month_min, month_max = figures
    return ComparablePay(hour_min, hour_max, month_min, month_max, pay.currency, assumed_hours=assumed)


def convert(pay: ComparablePay, rates: Mapping[str, Rate], currency: str) -> ComparablePay | None:
    """`pay` in another currency, through the euro: amount × rate of the new / rate of the old.

    `rates` holds one dated rate for a currency; the euro itself needs none. None when either currency has no rate:
    such a pay stays as stated and counts as unknown. Rounded once, to `STEP`.
    """
    if pay.currency == currency:
        return pay
    factor = _factor(rates, pay.currency, currency)
    if factor is None:
        return None
    with localcontext(prec=60):
        over, under = factor
        figures = [
            None if end is None else _rounded(end * over / under)
            for end in (pay.hour_min, pay.hour_max, pay.month_min, pay.month_max)
        ]
    if any(figure is not None and figure >= TOO_MUCH for figure in figures):
        return None
    dates = [rates[code].on for code in (pay.currency, currency) if code != EURO]
    return replace(
        pay, hour_min=figures[0], hour_max=figures[1], month_min=figures[2], month_max=figures[3],
        currency=currency, rate_date=min(dates),
    )  # fmt: skip


@dataclass(frozen=True)
class Effort:
    """What somebody puts into hourly or per-task work over a span: all hours given, and what of them is not paid.

    `hours_a_week` and `weeks` make up the span. `unpaid_hours` are those of onboarding and tests within it.
    `paid_minutes` is what is paid for a task at most, `taken_minutes` what a task takes; without both, all of the
    work is paid. Raises ValueError for a span of nothing, a negative number, or a task that takes no time.
    """

    hours_a_week: Decimal
    weeks: int = SPAN_WEEKS
    unpaid_hours: Decimal = Decimal(0)
    paid_minutes: Decimal | None = None
    taken_minutes: Decimal | None = None

    def __post_init__(self):
        _check_ends(self.hours_a_week, None)
        _check_ends(self.unpaid_hours, None)
        _check_ends(self.paid_minutes, None)
        _check_ends(self.taken_minutes, None)
        if not self.hours_a_week or self.weeks < 1 or self.taken_minutes == 0:
            raise ValueError("a span has hours, and a task takes time")


@dataclass(frozen=True)
class EffectivePay:
    """What is left of the advertised rate, per hour given and per month, in `currency`.

    `share` is the paid share of the hours given, 0 to 1, shown as rounded to `STEP`; the sums rest on the exact one.
    """

    hour_min: Decimal | None
    hour_max: Decimal | None
    month_min: Decimal | None
    month_max: Decimal | None
    currency: str
    share: Decimal
    given_hours: Decimal
    paid_hours: Decimal


def effective(pay: ComparablePay, effort: Effort) -> EffectivePay:
    """The advertised rate × the paid share of all hours given over a span.

    - given = hours a week × weeks
    - paid = (given − unpaid hours, not below 0) × min(1, paid minutes ÷ minutes taken a task)
    - share = paid ÷ given
    - an hour = the advertised hour × share; a month = that × hours a week × 52 ÷ 12

    Never more than advertised. Each figure is rounded once, to `STEP`, half to even.
    """
    with localcontext(prec=60):
        given = effort.hours_a_week * effort.weeks
        paid = max(Decimal(0), given - effort.unpaid_hours)
        if effort.paid_minutes is not None and effort.taken_minutes is not None:
            paid = min(paid, paid * effort.paid_minutes / effort.taken_minutes)
        ends = [None if end is None else end * paid / given for end in (pay.hour_min, pay.hour_max)]
        months = [_month(_times(end, effort.hours_a_week)) for end in ends]
        hour_min, hour_max, month_min, month_max = (
            None if figure is None else _rounded(figure) for figure in (*ends, *months)
        )
        return EffectivePay(
            hour_min, hour_max, month_min, month_max, pay.currency,
            share=(paid / given).quantize(STEP, ROUND_HALF_EVEN), given_hours=given, paid_hours=paid.quantize(STEP, ROUND_HALF_EVEN),
        )  # fmt: skip


def bounds(amount: Decimal, currency: str, rates: Mapping[str, Rate]) -> dict[str, Decimal]:
    """The same sum in every currency that has a rate, `currency` included: a pay floor as one bound for each.

    Rounded as `convert` rounds, so that a sum and its bound agree.
    """
    _check_ends(amount, None)
    found = {currency: amount}
    with localcontext(prec=60):
        for code in {*rates, EURO} - {currency}:
            factor = _factor(rates, currency, code)
            if factor is not None:
                found[code] = _rounded(amount * factor[0] / factor[1])
    return found


def _check_ends(minimum: Decimal | None, maximum: Decimal | None) -> None:
    for end in (minimum, maximum):
        if end is not None and not isinstance(end, Decimal):
            raise TypeError(f"pay is a Decimal, not {type(end).__name__}")
        if end is not None and (not end.is_finite() or end < 0):
            raise ValueError("pay is a number, and not negative")
    if minimum is not None and maximum is not None and minimum > maximum:
        raise ValueError("the ends of the pay are out of order")


def _per_hour(pay: Pay) -> tuple[int, int]:
    return (MINUTES_PER_HOUR, pay.task_minutes or 1) if pay.period == "task" else (1, 1)


def _per_week(period: Period) -> tuple[int, int]:
    return {
        "day": (WORKDAYS_PER_WEEK, 1),
        "week": (1, 1),
        "month": (MONTHS_PER_YEAR, WEEKS_PER_YEAR),
        "year": (1, WEEKS_PER_YEAR),
    }[period]


def _times(amount: Decimal | None, factor: Decimal | tuple[int, int]) -> Decimal | None:
    if amount is None:
        return None
    over, under = factor if isinstance(factor, tuple) else (factor, 1)
    return amount * over / under


def _over(amount: Decimal | None, hours: Decimal) -> Decimal | None:
    return None if amount is None or not hours else amount / hours


def _month(a_week: Decimal | None) -> Decimal | None:
    return _times(a_week, (WEEKS_PER_YEAR, MONTHS_PER_YEAR))


def _rounded(figure: Decimal) -> Decimal:
    # Past the limit nothing is kept, so the digits behind it don't matter.
    return figure if figure >= TOO_MUCH else figure.quantize(STEP, ROUND_HALF_EVEN)


def _factor(rates: Mapping[str, Rate], source: str, target: str) -> tuple[Decimal, Decimal] | None:
    """What to multiply by and to divide by; None when a rate is missing."""
    found = []
    for code in (target, source):
        if code == EURO:
            found.append(Decimal(1))
        elif code in rates:
            found.append(rates[code].per_euro)
        else:
            return None
    return found[0], found[1]
