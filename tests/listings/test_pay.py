import ast
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from careers.listings.pay import (
    ASSUMED_WEEKLY_HOURS,
    MONTHS_PER_YEAR,
    STEP,
    WEEKS_PER_YEAR,
    WORKDAYS_PER_WEEK,
    ComparablePay,
    Pay,
    Rate,
    bounds,
    comparable,
    convert,
    weekly_hours,
)
from tests.settings import ROOT

D = Decimal
RATES = {"USD": Rate(D("1.1172"), date(2026, 10, 30)), "IDR": Rate(D("20275.17"), date(2026, 10, 29))}

amounts = st.decimals(D("0.01"), D(10**9), places=2)
hours = st.integers(1, 80)
periods = st.sampled_from(["hour", "day", "week", "month", "year", "task"])


@st.composite
def pays(draw) -> Pay:
    ends = sorted([draw(amounts), draw(amounts)])
    week = sorted([draw(hours), draw(hours)])
    return Pay(*ends, "USD", draw(periods), *week, task_minutes=draw(st.integers(1, 600)))


def figures(pay: ComparablePay) -> list[Decimal | None]:
    return [pay.hour_min, pay.hour_max, pay.month_min, pay.month_max]


def of(period: str, low: object, high: object, **rest) -> list[Decimal | None]:
    ends = [None if end is None else D(str(end)) for end in (low, high)]
    found = comparable(Pay(*ends, "USD", period, **rest))
    assert found is not None
    return figures(found)


def test_pay_by_the_hour_runs_from_fewest_to_most_hours():
    assert of("hour", 20, 35, hours_min=10, hours_max=30) == [D(20), D(35), D("866.6667"), D(4550)]


def test_pay_by_the_day_is_a_fifth_of_the_week():
    assert of("day", 100, 100, hours_min=20, hours_max=40) == [D("12.5"), D(25), D("2166.6667"), D("2166.6667")]


def test_pay_by_the_week_is_spread_over_its_hours():
    assert of("week", 400, 600, hours_min=20, hours_max=40) == [D(10), D(30), D("1733.3333"), D(2600)]


def test_pay_by_the_month_is_twelve_fifty_seconds_of_a_week():
    assert of("month", 5_200_000, 6_500_000, hours_min=40, hours_max=40) == [
        D(30_000),
        D(37_500),
        D(5_200_000),
        D(6_500_000),
    ]


def test_pay_by_the_year_is_twelve_months():
    assert of("year", 62_400, 62_400, hours_min=30, hours_max=40) == [D(30), D(40), D(5200), D(5200)]


def test_pay_by_the_task_needs_its_minutes():
    assert of("task", 2, 3, task_minutes=15, hours_min=12, hours_max=12) == [D(8), D(12), D(416), D(624)]
    assert comparable(Pay(D(2), D(3), "USD", "task", 12, 12)) is None


@pytest.mark.parametrize(("stated", "week"), [((None, None), (40, 40)), ((None, 20), (20, 20)), ((10, None), (10, 10))])
def test_hours_that_are_not_stated_are_assumed_and_marked(stated, week):
    pay = Pay(D(10), D(10), "USD", "hour", *stated)
    assert weekly_hours(pay) == (*map(D, week), True)
    assert comparable(pay).assumed_hours
    assert not comparable(replace(pay, hours_min=10, hours_max=20)).assumed_hours


def test_pay_with_one_end_stays_open_at_the_other():
    assert of("hour", None, 10, hours_min=6, hours_max=12) == [None, D(10), None, D(520)]
    assert of("month", 520, None, hours_min=6, hours_max=12) == [D(10), None, D(520), None]
    assert comparable(Pay(None, None, "USD", "hour")) is None


def test_pay_for_no_hours_is_no_hour_pay():
    assert of("week", 100, 200, hours_min=0, hours_max=10) == [D(10), None, D("433.3333"), D("866.6667")]


def test_pay_beyond_all_measure_is_unknown():
    assert comparable(Pay(D(10**12), None, "IDR", "task", 80, 80, task_minutes=1)) is None
    enormous = comparable(Pay(D(10**13), None, "USD", "month"))
    assert convert(enormous, RATES, "IDR") is None


@pytest.mark.parametrize(
    ("ends", "error"),
    [((1.5, None), TypeError), ((None, 3), TypeError), ((D(-1), None), ValueError), ((D("NaN"), None), ValueError),
     ((D(3), D(2)), ValueError)],
)  # fmt: skip
def test_pay_that_is_no_exact_range_is_refused(ends, error):
    with pytest.raises(error):
        Pay(*ends, "USD", "hour")


def test_hours_out_of_order_are_refused():
    with pytest.raises(ValueError, match="hours"):
        Pay(D(1), D(2), "USD", "hour", 20, 10)


def test_conversion_goes_through_the_euro_and_names_the_older_rate():
    pay = comparable(Pay(D(20), D(35), "USD", "hour", 40, 40))
    rupiah = convert(pay, RATES, "IDR")
    assert rupiah.hour_min == (D(20) * D("20275.17") / D("1.1172")).quantize(STEP)
    assert (rupiah.currency, rupiah.rate_date) == ("IDR", date(2026, 10, 29))
    assert convert(pay, RATES, "EUR").rate_date == date(2026, 10, 30)


def test_conversion_without_a_rate_is_unknown():
    pay = comparable(Pay(D(20), D(35), "VND", "hour"))
    assert convert(pay, RATES, "IDR") is None
    assert convert(replace(pay, currency="USD"), RATES, "VND") is None
    assert convert(pay, RATES, "VND") is pay


@pytest.mark.parametrize(("rate", "error"), [(1.1, TypeError), (D(0), ValueError), (D("Infinity"), ValueError)])
def test_rate_that_is_none_is_refused(rate, error):
    with pytest.raises(error):
        Rate(rate, date(2026, 10, 30))


def test_bounds_cover_every_currency_with_a_rate():
    assert bounds(D(100), "EUR", RATES) == {"EUR": D(100), "USD": D("111.72"), "IDR": D(2_027_517)}
    assert bounds(D(100), "VND", RATES) == {"VND": D(100)}
    assert bounds(D("1E+300"), "EUR", RATES)["USD"] == D("1.1172E+300")


@given(pays())
def test_figures_are_exact_and_in_order(pay):
    found = comparable(pay)
    assume(found is not None)
    for figure in figures(found):
        assert type(figure) is Decimal
        assert figure == figure.quantize(STEP)
    assert found.hour_min <= found.hour_max
    assert found.month_min <= found.month_max


@given(pays(), amounts)
def test_more_pay_is_never_less_comparable_pay(pay, raise_):
    more = comparable(replace(pay, minimum=pay.minimum + raise_, maximum=pay.maximum + raise_))
    assume(more is not None)
    assert all(after >= before for before, after in zip(figures(comparable(pay)), figures(more), strict=True))


@given(pays(), st.integers(1, 40))
def test_more_hours_never_pay_less_a_month(pay, longer):
    more = comparable(replace(pay, hours_max=pay.hours_max + longer))
    assume(more is not None)
    assert more.month_max >= comparable(pay).month_max
    assert more.month_min == comparable(pay).month_min


@given(pays())
def test_month_and_hour_tell_the_same_pay(pay):
    """Whatever the period: the least hour, worked the most hours, makes no more than the month's most, and so on."""
    found = comparable(replace(pay, hours_max=pay.hours_min))
    assume(found is not None)
    month = found.hour_min * pay.hours_min * WEEKS_PER_YEAR / MONTHS_PER_YEAR
    assert abs(month - found.month_min) <= STEP * pay.hours_min * 5


@given(amounts, hours, periods.filter(lambda period: period != "task"))
def test_stated_pay_can_be_had_back_within_rounding(amount, week, period):
    found = comparable(Pay(amount, amount, "USD", period, week, week))
    a_week = found.month_min * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    back = {
        "hour": found.hour_min,
        "day": a_week / WORKDAYS_PER_WEEK,
        "week": a_week,
        "month": found.month_min,
        "year": found.month_min * MONTHS_PER_YEAR,
    }[period]
    assert abs(back - amount) <= STEP * MONTHS_PER_YEAR


@given(pays(), st.decimals(D("0.01"), D(30_000), places=4), st.decimals(D("0.01"), D(30_000), places=4))
def test_conversion_there_and_back_is_the_same_within_rounding(pay, here, there):
    rates = {"USD": Rate(here, date(2026, 1, 1)), "IDR": Rate(there, date(2026, 1, 1))}
    found = comparable(pay)
    assume(found is not None)
    away = convert(found, rates, "IDR")
    assume(away is not None)
    back = convert(away, rates, "USD")
    for before, after in zip(figures(found), figures(back), strict=True):
        assert abs(before - after) <= STEP * (1 + here / there)


@given(amounts, amounts, st.sampled_from(["USD", "IDR", "EUR"]), st.sampled_from(["USD", "IDR", "EUR"]))
def test_floor_bound_agrees_with_conversion(pay, floor, here, there):
    """A listing reaches a floor in its own currency just when its converted pay would, but for the last step."""
    found = ComparablePay(pay, pay, pay, pay, here, False)
    converted = convert(found, RATES, there).hour_max
    reached = pay >= bounds(floor, there, RATES)[here]
    if abs(converted - floor) > STEP * 40_000:
        assert reached == (converted >= floor)


@given(pays(), amounts, st.decimals(D("0.01"), D(30_000), places=4), st.decimals(D("0.01"), D(30_000), places=4))
def test_more_pay_is_never_less_in_another_currency(pay, raise_, here, there):
    rates = {"USD": Rate(here, date(2026, 1, 1)), "IDR": Rate(there, date(2026, 1, 1))}
    less, more = comparable(pay), comparable(replace(pay, minimum=pay.minimum + raise_, maximum=pay.maximum + raise_))
    assume(less is not None and more is not None)
    before, after = convert(less, rates, "IDR"), convert(more, rates, "IDR")
    assume(before is not None and after is not None)
    assert all(high >= low for low, high in zip(figures(before), figures(after), strict=True))
    assert before.hour_min <= before.hour_max and before.month_min <= before.month_max


@given(amounts, hours, periods.filter(lambda period: period != "task"), st.decimals(D(1), D(30_000), places=4))
def test_stated_pay_can_be_had_back_from_another_currency(amount, week, period, rate):
    """Comparable, converted, converted back and uncompared: the stated sum, but for the roundings on the way."""
    rates = {"USD": Rate(D(1), date(2026, 1, 1)), "IDR": Rate(rate, date(2026, 1, 1))}
    away = convert(comparable(Pay(amount, amount, "USD", period, week, week)), rates, "IDR")
    assume(away is not None)
    month = convert(away, rates, "USD").month_min
    a_week = month * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    back = {
        "hour": a_week / week,
        "day": a_week / WORKDAYS_PER_WEEK,
        "week": a_week,
        "month": month,
        "year": month * MONTHS_PER_YEAR,
    }[period]
    assert abs(back - amount) <= STEP * MONTHS_PER_YEAR * 2


MONEY = (
    "careers/listings/pay.py", "careers/listings/rates.py", "careers/listings/crowd.py", "careers/core/money.py",
    "careers/taxonomy/rates_file.py", "careers/insights/figures.py", "careers/listings/views/effective.py",
)  # fmt: skip


def floats_in(source: str) -> list[int]:
    """The lines in which a float is written or made."""
    made = [
        node
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        or (isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in FLOATING)
        or (isinstance(node, ast.ImportFrom | ast.Import) and any(name.name in FLOATING for name in node.names))
    ]
    return sorted(node.lineno for node in made)


FLOATING = {"float", "FloatField", "math", "statistics", "from_float"}


@pytest.mark.parametrize("path", MONEY)
def test_no_float_occurs_where_money_is_counted(path):
    assert floats_in((Path(ROOT) / path).read_text(encoding="utf-8")) == []


def test_a_planted_float_is_found():
    lines = ["a = 1.5", "b = float(a)", "import math", "c = Decimal.from_float(a)", "d = '1.5'", "isinstance(a, float)"]
    assert floats_in("\n".join(lines)) == [1, 2, 3, 4]


def test_assumed_week_is_the_usual_one():
    assert ASSUMED_WEEKLY_HOURS == 40
