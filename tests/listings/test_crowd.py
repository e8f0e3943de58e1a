"""The band of applications and the lift of quiet listings."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from careers.listings.crowd import MOST_LIFT, band_of, band_signs, band_words, lift, rank_of


@pytest.mark.parametrize(
    ("applications", "band"), [(0, 1), (9, 1), (10, 2), (49, 2), (50, 3), (199, 3), (200, 4), (499, 4), (500, 5)]
)
def test_band_begins_at_its_number(applications, band):
    assert band_of(applications) == band


def test_lift_falls_from_three_days_to_nothing():
    assert [lift(recent, 1) for recent in (0, 5, 10, 50)] == [
        timedelta(days=3), timedelta(days=1.5), timedelta(0), timedelta(0),
    ]  # fmt: skip
    assert lift(10, 2) == timedelta(days=1.5)


@given(st.integers(0, 10_000), st.integers(0, 1000), st.integers(1, 100))
def test_lift_is_never_more_for_more_applications(recent, openings, more):
    assert timedelta(0) <= lift(recent + more, openings) <= lift(recent, openings) <= MOST_LIFT


def test_rank_is_the_moment_and_the_lift():
    assert rank_of(datetime(2026, 11, 1, tzinfo=UTC), 0, 1) == datetime(2026, 11, 4, tzinfo=UTC)


def test_bands_are_told_in_words_and_in_signs():
    with override("en"):
        assert band_words() == ["fewer than 10", "10–49", "50–199", "200–499", "500 or more"]
        assert band_signs() == ["< 10", "10–49", "50–199", "200–499", "500+"]
