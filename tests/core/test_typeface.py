"""Letters of the drawn cards: which there are, how wide lines are, what becomes of the others."""

import re

import pytest

from careers.core import typeface
from careers.core.typeface import BOLD, FACES, SANS, SERIF


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_written_keeps_the_letters_of_latin_names(face):
    text = "Łódź, Şırnak, São Paulo, Đặng Thị Ngọc, Ștefan – USD 18–24 ≈ €3"
    assert face.written(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Editor 🎉 wanted", "Editor wanted"),
        ("محرر", ""),
        ("招聘 AI", "AI"),
        ("ﬁnal 𝐀𝐈", "final AI"),
        ("a\tb\x00c\u202ed", "a bcd"),
        ("e\u0301", "é"),
        ("5 ≥ 3", "5 >= 3"),
    ],
)
def test_written_leaves_no_letter_that_would_be_a_box(text, written):
    assert SERIF.written(text) == SANS.written(text) == written


@pytest.mark.parametrize(
    ("text", "legible"), [("Łódź 🎉", True), ("محرر", False), ("招聘编辑 AI", False), ("", False), ("…", False)]
)
def test_is_legible_asks_for_most_letters(text, legible):
    assert SERIF.is_legible(text) is legible


def test_width_knows_narrow_letters_from_wide_ones():
    assert SANS.width("illi", 20) < SANS.width("WMWM", 20) / 3
    assert BOLD.width("pay", 20) > SANS.width("pay", 20)
    assert SANS.width("pay", 40) == pytest.approx(2 * SANS.width("pay", 20))


@pytest.mark.parametrize("text", ["one two three four five six", "Donaudampfschifffahrtsgesellschaft", "a " * 40])
def test_lines_of_keeps_every_letter_and_the_width(text):
    lines = typeface.lines_of([(word, SERIF) for word in text.split()], 60, 300)
    assert "".join(word for line in lines for word, _face in line) == text.replace(" ", "")
    assert all(typeface.width_of(line, 60) <= 300 for line in lines)
    assert len(lines) > 1


def test_cut_ends_at_a_word_and_fits():
    line = [(word, SERIF) for word in ("Senior", "prompt", "engineer,", "everywhere")]
    cut = typeface.cut(line, 60, 400)
    assert [word for word, _face in cut] == ["Senior", "prompt…"]
    assert typeface.width_of(cut, 60) <= 400


def test_cut_takes_letters_from_a_single_word():
    cut = typeface.cut([("Donaudampfschifffahrt", SERIF)], 60, 200)
    assert re.fullmatch("Dona[u-z]*…", cut[0][0])
    assert typeface.width_of(cut, 60) <= 200
