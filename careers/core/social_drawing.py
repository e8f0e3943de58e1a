"""How the picture that a shared link carries is drawn: words set in our fonts beside a profession's cloth, as SVG, then as PNG."""

import hashlib
import re
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import resvg_py
from django.conf import settings
from django.template.loader import render_to_string

from careers.core import cloth, typeface
from careers.core.drawings import SIGNS
from careers.core.typeface import BOLD, CROSSED, SANS, SEMIBOLD, SERIF, Face, Word

WIDTH, HEIGHT = 1200, 630
TEXT_WIDTH = 804
# Size of the title and how many lines it may fill.
STEPS = ((76, 2), (66, 3), (56, 4))


@dataclass(frozen=True)
class Picture:
    """What stands on a card. Letters that our fonts lack fall away; the caller asks `is_legible` first where that matters."""

    title: str
    kicker: str = ""
    arrival: str = ""  # the second half of a crossing headline, in sans
    by: str = ""
    badge: str = ""
    strong: str = ""
    soft: str = ""
    hue: str = ""

    @property
    def version(self) -> str:
        """A name for this very picture: another word, colour or way of drawing gives another one."""
        return hashlib.sha256("\n".join((_recipe(), *astuple(self))).encode()).hexdigest()[:20]


def is_legible(text: str) -> bool:
    """Whether our fonts can write most of a text."""
    return SERIF.is_legible(text)


def draw(picture: Picture) -> bytes:
    """The PNG."""
    return resvg_py.svg_to_bytes(
        svg_string=svg_of(picture), skip_system_fonts=True,
        font_files=[str(typeface.FOLDER / face.file) for face in typeface.FACES],
    )  # fmt: skip


def svg_of(picture: Picture) -> str:
    """The drawing, every word of it in a place of its own."""
    size, lines = _title(picture)
    leading = size * 1.1
    by = _fitted(picture.by, SEMIBOLD, 30, TEXT_WIDTH, most=2)
    height = leading * (len(lines) - 1) + (52 if by else 0) + 40 * max(0, len(by) - 1)
    top = 300 + size * 0.32 - height / 2
    badge = SEMIBOLD.written(picture.badge)
    badge_width = SEMIBOLD.width(badge, 20) + 26
    hues = (picture.hue,) if picture.hue else cloth.SELVEDGE
    context = {
        "lines": [
            {"y": round(top + leading * number, 1), "runs": _runs(line, size)} for number, line in enumerate(lines)
        ],
        "by": [
            {"y": round(top + leading * (len(lines) - 1) + 58 + 40 * number, 1), "text": text}
            for number, text in enumerate(by)
        ],
        "kicker": _fitted(picture.kicker, SEMIBOLD, 29, TEXT_WIDTH - badge_width - 40),
        "badge": badge,
        "badge_x": round(1128 - badge_width, 1),
        "badge_text_x": round(1141 - badge_width, 1),
        "badge_width": round(badge_width, 1),
        "strong": _fitted(picture.strong, BOLD, 38, 550),
        "soft": _fitted(picture.soft, SANS, 27, 550),
        "swatches": _swatches(hues),
        "sign": re.sub(r"\bdata-(ink|gap|hue-line|hue-fill)\b", r'class="\1"', SIGNS.get(picture.hue, SIGNS[""])),
        "hue": cloth.colours_of(picture.hue),
        "colour": {name.replace("-", "_"): value for name, value in cloth.colours().items()},
        "SITE_NAME": settings.SITE_NAME,
    }
    return render_to_string("social/card.svg", context)


def _title(picture: Picture) -> tuple[int, list[list[Word]]]:
    """The largest size at which the title fits, and its lines, about equally long; the last one cut where nothing fits."""
    words = [(word, SERIF) for word in SERIF.written(picture.title).split()]
    words += [(word, CROSSED) for word in CROSSED.written(picture.arrival).split()]
    for size, most in STEPS:
        lines = typeface.lines_of(words, size, TEXT_WIDTH)
        if len(lines) <= most:
            narrower = (typeface.lines_of(words, size, TEXT_WIDTH * part / 100) for part in range(55, 101, 3))
            return size, next(found for found in (*narrower, lines) if len(found) <= len(lines))
    last = [word for line in lines[most - 1 :] for word in line]
    return size, [*lines[: most - 1], typeface.cut(last, size, TEXT_WIDTH)]


def _fitted(text: str, face: Face, size: int, width: float, most: int = 1) -> list[str]:
    """The text on at most `most` lines, the last one cut where it does not fit."""
    lines = typeface.lines_of([(word, face) for word in face.written(text).split()], size, width)
    if len(lines) > most:
        rest = [word for line in lines[most - 1 :] for word in line]
        lines = [*lines[: most - 1], typeface.cut(rest, size, width)]
    return [" ".join(word for word, _face in line) for line in lines]


def _runs(line: list[Word], size: int) -> list[dict]:
    """Neighbours in one face as one run of text."""
    runs: list[dict] = []
    for text, face in line:
        if runs and runs[-1]["face"] is face:
            runs[-1]["text"] += f" {text}"
        else:
            blank = " " if runs else ""
            runs.append({"face": face, "text": blank + text, "size": round(size * face.scale, 1)})
            runs[-1]["spacing"] = round(face.spacing * size * face.scale, 2)
            runs[-1]["word_gap"] = round(face.word_gap * size * face.scale, 2)
    return runs


def _swatches(hues: tuple[str, ...]) -> list[dict]:
    """The cloth as bands of stripes: one hue twice, or each of several once."""
    bands = hues * 2 if len(hues) == 1 else hues
    width = 252 / len(bands)
    return [
        {
            "x": round(number * width, 2), "width": round(width, 2), **cloth.colours_of(hue),
            "stripes": [
                {"x": round((number + start / 100) * width, 2), "width": round(wide / 100 * width, 2)}
                for start, wide in cloth.stripes(hue)
            ],
        }
        for number, hue in enumerate(bands)
    ]  # fmt: skip


@cache
def _recipe() -> str:
    """Changes with the drawing, its colours and its fonts."""
    places = [Path(module) for module in (__file__, cloth.__file__, typeface.__file__)]
    places += [settings.ROOT / "templates/social/card.svg", settings.ROOT / "templates/components/_mark.html"]
    places += [cloth.CSS / "tokens.css", cloth.CSS / "hues.css", *sorted(typeface.FOLDER.glob("*.ttf"))]
    return hashlib.sha256(b"".join(place.read_bytes() for place in places)).hexdigest()
