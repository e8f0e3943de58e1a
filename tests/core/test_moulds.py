"""A mould says what its template says, whatever it was filled with before."""

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from careers.core.moulds import Mould, Turn

CHOICES = [
    {"id": "a", "name": "word", "value": "1", "label": "One & <two>", "is_chosen": True, "is_off": True},
    {"id": "a", "name": "word", "value": "1", "label": "x", "is_chosen": False, "is_off": True, "count": 0, "count_text": "0"},
    {"id": "b", "name": "word", "value": "", "label": mark_safe("<em>y</em>"), "is_chosen": False, "is_off": False},
    {"id": "c", "name": "word", "value": "%s", "label": "100%", "is_chosen": False, "is_off": False, "kind": "radio"},
]  # fmt: skip


@pytest.mark.parametrize("is_counted", [True, False])
def test_mould_says_what_its_template_says(is_counted):
    mould = Mould("listings/_choice.html", "choice")
    for choice in (*CHOICES, *CHOICES):
        context = {"choice": choice, "is_row": True, "is_counted": is_counted}
        assert mould.whole(choice, is_row=True, is_counted=is_counted) == render_to_string(
            "listings/_choice.html", context
        )


def test_mould_tells_a_turn_from_a_text():
    mould = Mould("listings/_choice.html", "choice")
    said = [mould.whole(CHOICES[0] | {"label": label}) for label in ("yes", True, Turn("yes"), "", None)]
    plain = [
        render_to_string("listings/_choice.html", {"choice": CHOICES[0] | {"label": label}})
        for label in ("yes", True, "yes", "", None)
    ]
    assert said == plain


def test_mould_speaks_the_language_of_the_page():
    mould = Mould("components/_sample.html", "unused")
    said = []
    for language in ("id", "en", "id"):
        with override(language):
            said.append((mould.whole({}), render_to_string("components/_sample.html")))
    assert [ours for ours, _plain in said] == [plain for _ours, plain in said]
    assert said[0] != said[1]


def test_mould_leaves_its_slots_open():
    mould = Mould("components/_listing_card.html", "card")
    card = {
        "title": "T",
        "url": "/x/",
        "hue": "tarum",
        "level": Turn(1),
        "level_words": "L",
        "crowd": Turn(2),
        "crowd_words": "C",
    }
    assert [len(mould.fill(card, heading=heading)) for heading in ("h2", "h3")] == [8, 8]
    assert "/x/" not in "".join(mould.fill(card, heading="h2"))
    assert (
        Mould("components/_listing_card.html", "card", slots=("url",)).whole({"url": "/x/?a=1&b=2"})
        == "/x/?a=1&amp;b=2"
    )
