"""What is left of an advertised rate: never more than it, and the same for the same hours."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.listings.pay import STEP, ComparablePay, EffectivePay, Effort, Pay, comparable, effective

D = Decimal

hours = st.decimals(D("0.5"), D(80), places=1)
minutes = st.integers(1, 600).map(Decimal)
efforts = st.builds(
    Effort,
    hours_a_week=hours,
    weeks=st.integers(1, 52),
    unpaid_hours=st.decimals(D(0), D(500), places=1),
    paid_minutes=st.none() | minutes,
    taken_minutes=st.none() | minutes,
)


@st.composite
def hourly(draw) -> ComparablePay:
    ends = sorted(draw(st.lists(st.decimals(D("0.01"), D(10**6), places=2), min_size=2, max_size=2)))
    found = comparable(Pay(*ends, "USD", "hour", 10, 20))
    assert found is not None
    return found


def left(**effort) -> EffectivePay:
    advertised = comparable(Pay(D(20), None, "USD", "hour", 10, 20))
    assert advertised is not None
    return effective(advertised, Effort(**{"hours_a_week": D(10)} | effort))


def test_effective_pay_of_paid_work_is_the_rate():
    found = left()
    assert (found.share, found.hour_min, found.hour_max, found.month_min) == (D(1), D(20), None, D("866.6667"))


def test_effective_pay_takes_unpaid_hours_out_of_the_span():
    found = left(unpaid_hours=D(6))  # 6 of 120 hours
    assert (found.given_hours, found.paid_hours, found.share, found.hour_min) == (D(120), D(114), D("0.95"), D(19))


def test_effective_pay_is_capped_a_task():
    assert left(paid_minutes=D(30), taken_minutes=D(40)).hour_min == D(15)
    assert left(paid_minutes=D(40), taken_minutes=D(30)).hour_min == D(20)


def test_effective_pay_of_nothing_but_tests_is_nothing():
    assert left(weeks=1, unpaid_hours=D(50)).month_min == 0


@given(hourly(), efforts)
def test_effective_pay_is_never_more_than_advertised(pay, effort):
    found = effective(pay, effort)
    assert 0 <= found.share <= 1
    assert 0 <= found.hour_min <= pay.hour_min
    assert found.hour_min <= found.hour_max <= pay.hour_max
    assert found.month_min <= found.month_max


@given(hourly(), efforts, st.decimals(D(0), D(50), places=1))
def test_effective_pay_falls_with_unpaid_hours(pay, effort, more):
    worse = replace(effort, unpaid_hours=effort.unpaid_hours + more)
    assert effective(pay, worse).hour_max <= effective(pay, effort).hour_max


@given(hourly(), hours, st.integers(1, 52))
def test_effective_pay_gives_the_rate_back(pay, week, weeks):
    """Reversible within rounding: the share times the rate, divided by the share, is the rate."""
    effort = Effort(hours_a_week=week, weeks=weeks, unpaid_hours=week * weeks / 2)
    found = effective(pay, effort)
    assert abs(found.hour_max * 2 - pay.hour_max) <= STEP


@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        (ValueError, {"hours_a_week": D(0)}),
        (ValueError, {"weeks": 0}),
        (ValueError, {"unpaid_hours": D(-1)}),
        (ValueError, {"taken_minutes": D(0), "paid_minutes": D(1)}),
        (TypeError, {"hours_a_week": 10.0}),
        (TypeError, {"unpaid_hours": 1.5}),
    ],
)
def test_effort_has_to_make_sense(error, wrong):
    with pytest.raises(error):
        Effort(**{"hours_a_week": D(10)} | wrong)
