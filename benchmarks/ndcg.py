"""nDCG: how near a list of graded answers comes to the best list there could be."""

from collections.abc import Iterable, Sequence
from math import log2

PLACES = 10


def dcg(grades: Sequence[int]) -> float:
    """The gain 2^grade − 1 of each place, discounted by log2(place + 1), over the first PLACES."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:PLACES], 1))


def ndcg(grades: Sequence[int], judged: Iterable[int]) -> float:
    """0 to 1: `grades` in the order shown against the best order of all that were judged; 0 where nothing is worth finding."""
    best = dcg(sorted(judged, reverse=True))
    return dcg(grades) / best if best else 0.0
