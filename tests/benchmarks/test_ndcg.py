"""nDCG, against sums worked out by hand."""

import pytest

from benchmarks.ndcg import dcg, ndcg


def test_dcg_discounts_gains_by_place():
    # Gains 7, 3, 1, 0; discounts 1, log2 3 = 1.58496, 2.
    assert dcg([3, 2, 1, 0]) == pytest.approx(7 + 3 / 1.58496 + 1 / 2, abs=1e-5)


def test_dcg_ends_at_the_tenth_place():
    assert dcg([0] * 10 + [3]) == 0.0
    assert dcg([0] * 9 + [3]) == pytest.approx(7 / 3.45943, abs=1e-5)


@pytest.mark.parametrize(
    ("shown", "judged", "figure"),
    [
        ([3, 2, 1], [1, 0, 2, 3, 0], 1.0),
        # 3 + 7 / 1.58496 against 7 + 3 / 1.58496
        ([2, 3], [2, 3], 7.41650 / 8.89279),
        # What was not found at all is missed: 7 against 7 + 7 / 1.58496.
        ([3], [3, 3], 7 / 11.41650),
        ([0, 0], [3, 0, 0], 0.0),
        ([], [3], 0.0),
        ([0], [0, 0], 0.0),
    ],
)
def test_ndcg_compares_with_the_best_order_of_all(shown, judged, figure):
    assert ndcg(shown, judged) == pytest.approx(figure, abs=1e-5)
