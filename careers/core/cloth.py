"""The colours and stripes of the style sheets, for pictures that the server draws: read from the tokens, in light, as sRGB."""

import math
import re
from functools import cache
from pathlib import Path

CSS = Path(__file__).parent.parent / "static" / "css"
# The professions of the selvedge, in its order.
SELVEDGE = ("tarum", "kunyit", "mengkudu", "suji", "secang")

_TOKEN = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
_HUE = re.compile(r'\[data-hue(?:="(\w+)")?\] \{([^}]*)\}')
_STOP = re.compile(r"(var\(--hue-mid\)|transparent) 0(?: ([\d.]+)%)?")


@cache
def colours() -> dict[str, str]:
    """Token → its colour in light, as #rrggbb."""
    text = "".join((CSS / f"{name}.css").read_text(encoding="utf-8") for name in ("tokens", "hues"))
    return {name: _srgb(float(light), float(chroma), float(hue)) for name, light, chroma, hue in _TOKEN.findall(text)}


@cache
def stripes(hue: str) -> list[tuple[float, float]]:
    """The coloured stripes of a hue as (start, width), in hundredths of one repeat; an unknown hue has the plain ones."""
    text = (CSS / "hues.css").read_text(encoding="utf-8")
    rules = {name: body for name, body in _HUE.findall(text) if "--lurik:" in body}
    found, start = [], 0.0
    for colour, end in _STOP.findall(rules.get(hue, rules[""]).partition("--lurik:")[2]):
        stop = float(end or 100)
        if colour != "transparent":
            found.append((start, round(stop - start, 1)))
        start = stop
    return found


def colours_of(hue: str) -> dict[str, str]:
    """What a picture in a hue is painted with: `strong`, `mid`, `tint`; without a hue, ink and thread."""
    known = colours()
    return {
        "strong": known.get(hue, known["ink"]),
        "mid": known.get(f"{hue}-mid", known["thread"]),
        "tint": known.get(f"{hue}-tint", known["cloth"]),
    }


def _srgb(light: float, chroma: float, degrees: float) -> str:
    """OKLCH as #rrggbb, each part held between 0 and 255."""
    a, b = (chroma * turn(math.radians(degrees)) for turn in (math.cos, math.sin))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, part)))):02x}" for part in linear)


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
