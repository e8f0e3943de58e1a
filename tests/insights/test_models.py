"""Facts as readers see them."""

import pytest
from django.utils import translation

from careers.insights.models import MarketFact


@pytest.mark.parametrize(
    ("period", "words"), [("2025-02", "Februari 2025"), ("2024", "2024"), ("2024 vs 2023", "2024 vs 2023")]
)
def test_month_of_a_fact_is_written_in_words(period, words):
    with translation.override("id"):
        assert MarketFact(period=period).period_words == words
