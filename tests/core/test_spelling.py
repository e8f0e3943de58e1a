"""Mistyped words: how far they are from what was meant, and which known word that was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.core.spelling import LONG, SHORTEST, distance, nearest, slips_forgiven, slips_in, unlike

WORDS = st.text("abcdefgh", max_size=9)


@pytest.mark.parametrize(
    ("typed", "meant", "slips"),
    [
        ("trainer", "trainer", 0), ("trianer", "trainer", 1), ("traner", "trainer", 1), ("trainner", "trainer", 1),
        ("traimer", "trainer", 1), ("trianner", "trainer", 2), ("", "abc", 3), ("abc", "", 3), ("ba", "ab", 1), ("ca", "abc", 3),
        ("phyton", "python", 1), ("python", "phyton", 1), ("tarinre", "trainer", 2), ("dabc", "abcd", 2),
    ],
)  # fmt: skip
def test_distance_counts_slips(typed, meant, slips):
    assert distance(typed, meant) == slips


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_no_more_than_the_longer_word(one, other):
    assert distance(one, other) == distance(other, one)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("typed", "name", "slips"),
    [
        ("traner", "ai model trainer", 1), ("traner", "public transport", 2), ("tra", "ai model trainer", 0),
        ("modle tr", "ai model trainer", 1), ("ai model trainer of", "ai model trainer", 19), ("x", "", 1),
    ],
)  # fmt: skip
def test_slips_in_a_name_are_those_of_the_words_that_are_nearest(typed, name, slips):
    assert slips_in(typed, name) == slips


@given(WORDS)
def test_unlike_are_one_slip_away(word):
    assert {distance(word, other) for other in unlike(word)} <= {1}


def test_unlike_has_every_move_and_in_short_words_every_change():
    swapped = {"deitor", "eidtor", "edtior", "ediotr", "editro"}
    moved = {"dietor", "iedtor", "eitdor", "etdior", "edtoir", "edoitr", "ediort", "edirto"}
    assert unlike("editor") == swapped | moved
    assert {"adta", "dsta", "date"} <= unlike("data")


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("editro", {"editor": 1, "edit": 90}, "editor"),
        ("penuls", {"penulis": 1, "penuls": 0}, "penuls"),
        ("modal", {"model": 5, "medal": 5, "tidal": 50}, "medal"),
        ("modal", {"model": 6, "medal": 5}, "model"),
        ("cook", {"book": 100, "coop": 1}, "coop"),
        ("menerjemakn", {"menerjemahkan": 1}, "menerjemahkan"),
        ("edtro", {"editor": 1}, None),
        ("abc", {"abd": 9}, None),
        ("writer", {}, None),
    ],
)
def test_nearest_takes_fewer_slips_then_the_first_letter_then_the_commoner(typed, known, meant):
    assert nearest(typed, known) == meant


def test_longer_words_are_forgiven_more():
    assert [slips_forgiven("a" * size) for size in (SHORTEST - 1, SHORTEST, LONG - 1, LONG)] == [0, 1, 1, 2]
