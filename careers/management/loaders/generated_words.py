"""Words of generated listings: pronounceable, as unevenly frequent as those of real texts, and some of known frequency. Pure.

A text is drawn from one language's words, whose frequency falls with their rank (Zipf–Mandelbrot): function words first,
then the field's own words among some 15,000 made-up ones. Beside them stand `KnownWords`, which are put into texts of
either language as often as promised, so that a benchmark can ask for a rare or a common word.
"""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from careers.management.loaders.files import read_json

LANGUAGES = ("id", "en")
MADE_UP = 15_000  # of each language
WORDS_A_TEXT = 150
FLATTER = 2.7  # keeps the first ranks from taking everything
SLOT_BITS = 17

RARE_MATCHES = 50
MEDIUM_SHARE = 0.005
COMMON_SHARE = 0.2
RARE, MEDIUM, COMMON = 200, 60, 12  # how many known words of each kind

SOUNDS = {
    "id": ((*"bdgjklmnprstw", *"bdgjklmnprstw", "ny", "tr", "br", "kr"), "aaaiiuueo",
           (*[""] * 14, "n", "ng", "r", "s", "t", "m")),
    "en": ((*"bcdghlmnprstw", *"bcdghlmnprstw", "br", "gr", "pl", "st", "th", "tr"), (*"aaeeiioou", "ea", "ai"),
           (*[""] * 14, "n", "nt", "r", "l", "nd", "m")),
}  # fmt: skip
ENDINGS = {"id": ("", "", "", "an", "kan", "nya"), "en": ("", "", "", "s", "ed", "ing")}


@dataclass(frozen=True)
class KnownWords:
    """Words of which it is known how many live listings of a generated board match them, in either language's stemmer.

    Each is in its share of the listings independently of the others: two common ones together match 4 %. No stemmer
    changes them, and no other word is stemmed to one of them. `medium` ones stand in some titles, too.
    """

    rare: tuple[str, ...]
    medium: tuple[str, ...]
    common: tuple[str, ...]
    rare_share: float

    def expected(self, listings: int) -> dict[str, float]:
        """Kind → about how many of so many listings hold a word of it (and `two common`: two of them)."""
        shares = {
            "rare": self.rare_share,
            "medium": MEDIUM_SHARE,
            "common": COMMON_SHARE,
            "two common": COMMON_SHARE**2,
        }
        return {kind: share * listings for kind, share in shares.items()}

    def draw(self, rng: Random) -> tuple[list[str], str]:
        """The known words that one listing holds, and the medium one among them, or an empty string."""
        drawn = [word for word in self.common if rng.random() < COMMON_SHARE]
        # Of the rarer kinds a listing holds one at most.
        medium = self._one(self.medium, MEDIUM_SHARE, rng)
        rare = self._one(self.rare, self.rare_share, rng)
        return [*drawn, *filter(None, (medium, rare))], medium

    @staticmethod
    def _one(words: tuple[str, ...], share: float, rng: Random) -> str:
        number = int(rng.random() / share)
        return words[number] if number < len(words) else ""


def known_words(count: int, seed: int) -> KnownWords:
    """The known words of a board of `count` generated listings. A rare one matches about 50, however many there are.

    On a small board, where 50 would not be rare, it matches as many as a medium one.
    """
    rng = Random(f"known words {seed}")
    found: dict[str, None] = {}
    while len(found) < RARE + MEDIUM + COMMON:
        # No other word begins like this, and no stemmer knows the beginning or the end.
        found[rng.choice("vz") + rng.choice("aeiou") + _syllables("id", rng, 1) + rng.choice("bdglmprst") + "ok"] = None
    words = list(found)
    return KnownWords(
        rare=tuple(words[:RARE]),
        medium=tuple(words[RARE : RARE + MEDIUM]),
        common=tuple(words[RARE + MEDIUM :]),
        rare_share=min(RARE_MATCHES / count, MEDIUM_SHARE),
    )


@cache
def parts() -> dict[str, dict[str, Any]]:
    """By language: the words and the parts of titles that people have written."""
    return read_json("generated/words.json")


def made_up_names(count: int, seed: int) -> list[str]:
    """So many different names, as employers bear them."""
    rng = Random(f"names {seed}")
    found: dict[str, None] = {}
    while len(found) < count:
        found[_syllables(rng.choice(LANGUAGES), rng, 3).capitalize()] = None
    return list(found)


class Texts:
    """Writes texts of about `WORDS_A_TEXT` words in one language."""

    def __init__(self, language: str, seed: int):
        rng = Random(f"texts {language} {seed}")
        self.headings: list[list[str]] = parts()[language]["headings"]
        self.words = _ranked(language, rng)
        self.slots = _slots(self.words)
        self.shapes = [_shape(rng) for _number in range(200)]

    def write(self, rng: Random, planted: list[str]) -> tuple[str, str]:
        """A text with the `planted` words in it, as Markdown and as the HTML that it is rendered to."""
        slots, bits = self.slots, rng.getrandbits
        words = [slots[bits(SLOT_BITS)] for _number in range(WORDS_A_TEXT - len(planted))]
        for word in planted:
            words.insert(int(rng.random() * len(words)), word)
        source, html = [], []
        headings = iter(rng.choice(self.headings))
        for is_list, lengths in rng.choice(self.shapes):
            items = [" ".join(words[start:end]).capitalize() + "." for start, end in lengths]
            if is_list:
                heading = next(headings)
                source.append(f"## {heading}\n\n" + "\n".join(f"- {item}" for item in items))
                html.append(f"<h3>{heading}</h3>\n<ul>\n" + "".join(f"<li>{item}</li>\n" for item in items) + "</ul>")
            else:
                source.append(" ".join(items))
                html.append(f"<p>{source[-1]}</p>")
        return "\n\n".join(source), "\n".join(html)


def zipf(count: int, flatter: float = FLATTER) -> list[float]:
    """Weights for `random.choices`, added up: that of rank r is 1 / (r + flatter)."""
    return list(accumulate(1 / (rank + flatter) for rank in range(1, count + 1)))


def _slots(words: list[str]) -> list[str]:
    """Each word as often as it is to be drawn: drawing one is then a matter of nanoseconds. The last ranks share a frequency."""
    weights, size = zipf(len(words)), 2**SLOT_BITS
    ends = [round(size * weight / weights[-1]) for weight in weights]
    return [word for word, start, end in zip(words, [0, *ends], ends, strict=False) for _slot in range(start, end)]


def _ranked(language: str, rng: Random) -> list[str]:
    """The words of a language, the commonest first."""
    given = parts()[language]
    field = list(given["field"])
    taken = {*given["function"], *field}
    made_up: list[str] = []
    while len(made_up) < MADE_UP:
        root = _syllables(language, rng, rng.choice((2, 2, 3)))
        # Short ones could be words that nobody wants to read.
        if len(root) > 4:
            forms = {root + rng.choice(ENDINGS[language]) for _number in range(3)} - taken
            made_up += sorted(forms)
            taken |= forms
    rng.shuffle(made_up)
    ranked = list(given["function"])
    others = iter(made_up)
    for word in field:
        ranked += [word, next(others)]
    return [*ranked, *others]


def _syllables(language: str, rng: Random, count: int) -> str:
    onsets, vowels, codas = SOUNDS[language]
    return "".join(rng.choice(onsets) + rng.choice(vowels) + rng.choice(codas) for _number in range(count))


def _shape(rng: Random) -> list[tuple[bool, list[tuple[int, int]]]]:
    """How a text is divided: (is it a list, where its sentences begin and end), a block at a time."""
    shape: list[tuple[bool, list[tuple[int, int]]]] = []
    start = 0
    for is_list, sentences, longest in ((False, 3, 16), (True, 4, 9), (False, 3, 16), (True, 3, 9), (False, 30, 18)):
        block: list[tuple[int, int]] = []
        while len(block) < sentences and start < WORDS_A_TEXT:
            end = start + rng.randint(longest // 2, longest)
            # Nothing is left over for a sentence of a word or two.
            end = end if end + 5 < WORDS_A_TEXT else WORDS_A_TEXT
            block.append((start, end))
            start = end
        shape.append((is_list, block))
    return [(is_list, block) for is_list, block in shape if block]
