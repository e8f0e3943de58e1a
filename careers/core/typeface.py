"""What a font file knows of its letters: which it has and how wide they are. For pictures that the server draws."""

import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Face:
    """One font file of `careers/core/fonts`, and how an SVG asks for it; `scale` brings its size beside the others' level."""

    file: str
    family: str
    weight: int
    spacing: float = 0
    scale: float = 1

    @property
    def word_gap(self) -> float:
        """The sans sets its words tightly: so much of its size is added between them."""
        return 0.07 if "Sans" in self.family else 0

    def width(self, text: str, size: float) -> float:
        """How wide a line is at most: pairs that stand closer together are not looked for."""
        letters, em, default = _table(self.file)
        units = sum(letters.get(ord(letter), default) for letter in text)
        return (units / em + self.spacing * len(text) + self.word_gap * text.count(" ")) * size * self.scale

    def written(self, text: str) -> str:
        """The text in letters that this font has: others become what they mean, or fall away."""
        letters, _em, _default = _table(self.file)
        kept = []
        for letter in unicodedata.normalize("NFC", text):
            same = letter if ord(letter) in letters else unicodedata.normalize("NFKC", LOOKS_LIKE.get(letter, letter))
            kept.append(same if all(ord(part) in letters for part in same) else " " if letter.isspace() else "")
        return " ".join("".join(kept).split())

    def is_legible(self, text: str) -> bool:
        """Whether most letters and digits of a text can be written."""
        said = [letter for letter in text if letter.isalnum()]
        left = [letter for letter in self.written(text) if letter.isalnum()]
        return bool(left) and len(left) >= 0.7 * len(said)


# What the fonts lack and has a neighbour that says the same.
LOOKS_LIKE = {"≤": "<=", "≥": ">=", "→": "–", "‑": "-", "‐": "-", "−": "–"}

SERIF = Face("newsreader-460.ttf", "Newsreader", 400, spacing=-0.012)
SANS = Face("jakarta-450.ttf", "Plus Jakarta Sans", 400)
SEMIBOLD = Face("jakarta-600.ttf", "Plus Jakarta Sans", 600)
BOLD = Face("jakarta-700.ttf", "Plus Jakarta Sans", 700, spacing=-0.015)
CROSSED = Face("jakarta-700.ttf", "Plus Jakarta Sans", 700, spacing=-0.035, scale=0.93)
FACES = (SERIF, SANS, SEMIBOLD, BOLD)

Word = tuple[str, Face]


def lines_of(words: list[Word], size: float, width: float) -> list[list[Word]]:
    """The words on lines of at most `width`; what is longer than a line by itself is cut where the line ends."""
    lines: list[list[Word]] = []
    for text, face in words:
        if lines and width_of([*lines[-1], (text, face)], size) <= width:
            lines[-1].append((text, face))
            continue
        while face.width(text, size) > width and len(text) > 1:
            fits = max(1, next(n for n in range(len(text), 0, -1) if n == 1 or face.width(text[:n], size) <= width))
            lines.append([(text[:fits], face)])
            text = text[fits:]
        lines.append([(text, face)])
    return lines


def width_of(line: list[Word], size: float) -> float:
    """How wide words on one line are, blanks between them included."""
    return sum(
        face.width(text, size) + (face.width(" ", size) if number else 0) for number, (text, face) in enumerate(line)
    )


def cut(line: list[Word], size: float, width: float) -> list[Word]:
    """A line that ends in … and is not wider than `width`."""
    for count in range(len(line), 0, -1):
        *before, (text, face) = line[:count]
        # Whole words as far as they go; a single one loses letters.
        for length in range(len(text), 0, -1) if count == 1 else (len(text),):
            ended = [*before, (text[:length].rstrip(" ,.;:–—-") + "…", face)]
            if width_of(ended, size) <= width:
                return ended
    return [("…", SERIF)]


@cache
def _table(name: str) -> tuple[dict[int, int], int, int]:
    """Code point → width in units, units in an em, and the width of what is missing: from `cmap` (format 4) and `hmtx`."""
    data = (FOLDER / name).read_bytes()
    tables = {}
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
        tables[tag] = offset
    (em,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (metrics,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    widths = [struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * glyph)[0] for glyph in range(metrics)]

    (where,) = struct.unpack_from(">L", data, tables[b"cmap"] + 8)
    start = tables[b"cmap"] + where
    kind, _length, _language, twice = struct.unpack_from(">HHHH", data, start)
    if kind != 4:
        raise ValueError(f"{name}: its cmap has format {kind}, not 4")
    ends, starts = start + 14, start + 16 + twice
    letters = {}
    for segment in range(0, twice, 2):
        (last,) = struct.unpack_from(">H", data, ends + segment)
        (first,) = struct.unpack_from(">H", data, starts + segment)
        (delta,) = struct.unpack_from(">H", data, starts + twice + segment)
        place = starts + 2 * twice + segment
        (jump,) = struct.unpack_from(">H", data, place)
        for code in range(first, last + 1):
            glyph = struct.unpack_from(">H", data, place + jump + 2 * (code - first))[0] if jump else code
            glyph = (glyph + delta) % 65536 if glyph or not jump else 0
            if glyph:
                letters[code] = widths[min(glyph, metrics - 1)]
    return letters, em, widths[0]
