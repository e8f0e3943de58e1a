"""The drawn card: its size, what changes it, and how it is kept."""

import os
import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils.translation import override

from careers.core.limits import TooMany, hit
from careers.core.social import DRAWN_A_MINUTE, social_response
from careers.core.social_drawing import HEIGHT, WIDTH, Picture, draw, svg_of

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = Picture(
    "Penulis pelatih model", kicker="Pelatih Model AI", by="Anotasi Simpul", badge="Contoh", strong="USD 18–24 / jam",
    soft="≈ Rp 12,7 juta / bulan", hue="kunyit",
)  # fmt: skip


def texts(picture: Picture) -> str:
    """Every word that stands on a card, in order."""
    return " ".join("".join(node.itertext()) for node in ElementTree.fromstring(svg_of(picture)).iter(SVG + "text"))


def answer(picture: Picture, version: str = "", **headers):
    return social_response(RequestFactory().get("/", headers=headers), picture, version or picture.version)


def kept() -> list[str]:
    folder = settings.STATE_DIR / "cards"
    return sorted(os.listdir(folder)) if folder.exists() else []


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.STATE_DIR = tmp_path


def test_draw_gives_a_png_of_the_promised_size():
    png = draw(PICTURE)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (WIDTH, HEIGHT) == (1200, 630)
    assert len(png) < 120_000


def test_draw_writes_with_our_fonts():
    # Without its fonts every text would be left out, and both would look alike.
    assert draw(Picture("A title")) != draw(Picture("Another"))
    assert draw(PICTURE) != draw(replace(PICTURE, soft="≈ Rp 12,8 juta / bulan"))


@pytest.mark.parametrize("part", ["title", "kicker", "by", "badge", "strong", "soft", "arrival"])
def test_version_changes_with_every_word(part):
    changed = replace(PICTURE, **{part: "Otherwise"})
    assert changed.version != PICTURE.version
    assert "Otherwise" in texts(changed)
    assert replace(PICTURE).version == PICTURE.version


@pytest.mark.parametrize("language", ["id", "en"])
def test_svg_is_the_same_in_every_language(language):
    # A comma in a number would break the drawing.
    with override(language):
        assert 'x="324"' in svg_of(PICTURE)
        assert ElementTree.fromstring(svg_of(PICTURE)).get("width") == "1200"
        rects = ElementTree.fromstring(svg_of(PICTURE)).iter(SVG + "rect")
        assert not [node.attrib for node in rects if "," in "".join(node.attrib.values())]


@pytest.mark.parametrize(
    "title",
    ["A <script>&\"' title", "W" * 120, "kata " * 24, "🎉", "محرر", "x", "", "\x00\u202e", "Łódź, Şırnak, Đặng Thị"],
)
def test_card_takes_any_title(title):
    drawn = ElementTree.fromstring(svg_of(replace(PICTURE, title=title, by=title)))
    assert all(float(node.get("y")) < 480 for node in drawn.iter(SVG + "text") if node.find(SVG + "tspan") is not None)
    assert draw(replace(PICTURE, title=title, by=title))


def test_long_title_is_cut_with_an_ellipsis():
    drawn = texts(replace(PICTURE, title="Kata panjang " * 15))
    assert "…" in drawn
    assert "USD 18–24 / jam" in drawn


def test_card_of_another_hue_has_other_cloth():
    assert draw(replace(PICTURE, hue="suji")) != draw(PICTURE)


@pytest.mark.django_db
def test_response_may_be_kept_long_under_its_version_only():
    right, wrong = answer(PICTURE), answer(PICTURE, "another")
    assert right.content == wrong.content
    assert (right["Content-Type"], right["ETag"]) == ("image/png", f'"{PICTURE.version}"')
    assert right["Cache-Control"] == "public, max-age=2592000, immutable"
    assert wrong["Cache-Control"] == "public, no-cache"
    assert right["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.django_db
def test_response_is_drawn_once():
    first = answer(PICTURE)
    (name,) = kept()
    place = settings.STATE_DIR / "cards" / name
    place.write_bytes(b"as it was kept")
    assert answer(PICTURE).content == answer(PICTURE, "another").content == b"as it was kept"
    assert first.content != b"as it was kept"


@pytest.mark.django_db
def test_response_is_304_to_who_holds_it_and_draws_nothing():
    response = answer(PICTURE, **{"if-none-match": f'"{PICTURE.version}"'})
    assert (response.status_code, response.content, kept()) == (304, b"", [])


@pytest.mark.django_db
def test_no_more_files_stay_than_settings_say(settings):
    settings.SOCIAL_CARDS_KEPT = 2
    pictures = [Picture(f"Card {number}") for number in range(4)]
    for moment, picture in enumerate(pictures):
        answer(picture)
        os.utime(settings.STATE_DIR / "cards" / f"{picture.version}.png", (moment, moment))
    assert kept() == sorted(f"{picture.version}.png" for picture in pictures[2:])


@pytest.mark.django_db
def test_drawing_has_a_limit_and_looking_has_none(clock):
    clock.forward(seconds=0)
    answer(Picture("One"))
    for _time in range(DRAWN_A_MINUTE - 1):
        hit("social_card", "127.0.0.1", limit=DRAWN_A_MINUTE, per=60)
    with pytest.raises(TooMany):
        answer(Picture("Another"))
    assert answer(Picture("One")).status_code == 200
    clock.forward(seconds=61)
    assert answer(Picture("Another")).status_code == 200
