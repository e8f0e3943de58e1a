"""Colours and stripes are read from the style sheets themselves."""

import pytest

from careers.core import cloth

HUES = ("kunyit", "suji", "tarum", "secang", "mengkudu", "telang", "manggis", "ketapang")


def test_colours_are_those_of_the_light_scheme():
    known = cloth.colours()
    assert known["ink"] == "#151c36"
    assert known["kunyit-mid"] == "#ecaf23"


@pytest.mark.parametrize("hue", HUES)
def test_every_hue_has_its_three_colours(hue):
    found = cloth.colours_of(hue)
    assert len({*found.values()}) == 3
    assert found != cloth.colours_of("")


@pytest.mark.parametrize("hue", [*HUES, "", "no-such-hue"])
def test_stripes_lie_side_by_side_in_one_repeat(hue):
    end = 0.0
    for start, width in cloth.stripes(hue):
        assert width > 0
        assert start >= end
        end = start + width
    assert end == pytest.approx(100)


def test_stripes_are_those_of_the_style_sheet():
    assert cloth.stripes("secang") == [(0.0, 33.3), (66.7, 33.3)]
    assert cloth.stripes("kunyit") != cloth.stripes("suji")
    assert cloth.stripes("no-such-hue") == cloth.stripes("")
