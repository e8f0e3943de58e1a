"""Text in which the words that were searched for are marked, and short extracts of it. No markup of the text's own gets out.

A text is marked by delimiters that it cannot hold: START and STOP are letters for private use, which are taken out of
every text before it is marked (`bare`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

START, STOP = "\ue000", "\ue001"
WORDS = 25  # of an extract, in one fragment or two
LEAD = 6  # words before the first mark
MOST_TRIED = 60  # marks that an extract may begin at
_DELIMITER = re.compile(f"[{START}{STOP}]")
# Between the items of what was a list; no extract begins or ends with it.
PARTED = "·"
# What has no spaces is cut, too: no word is longer than this.
_WORD = re.compile(rf"[^\s{PARTED}]\S{{0,29}}")

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A plain text and the parts of it that are marked, in order and apart from each other."""

    text: str
    spans: tuple[Span, ...] = ()

    def html(self) -> SafeString:
        """The text escaped, with each marked part in `<mark>`: there is no other tag in it."""
        ends = [0, *(end for span in self.spans for end in span), len(self.text)]
        parts = [escape(self.text[start:stop]) for start, stop in pairwise(ends)]
        return mark_safe("".join(f"<mark>{part}</mark>" if number % 2 else part for number, part in enumerate(parts)))

    def part(self, start: int, stop: int) -> "Marked":
        """What stands between two places, with its marks."""
        cut = [(max(start, one) - start, min(stop, other) - start) for one, other in self.spans]
        return Marked(self.text[start:stop], tuple((one, other) for one, other in cut if one < other))

    def extract(self) -> "Marked":
        """About WORDS words of it around the marks: one fragment that holds all the words that are marked, or the best two.

        Nothing when nothing is marked.
        """
        words = [found.span() for found in _WORD.finditer(self.text)] if self.spans else []
        marked = self._marked_words(words)
        whole = _fragment(words, marked, WORDS)
        if whole is None:
            return Marked("")
        chosen = [whole]
        if len(_held(marked, whole)) < len(set(marked.values())):
            first = _fragment(words, marked, WORDS // 2)
            second = _fragment(words, marked, WORDS // 2, beside=first)
            chosen = sorted([first, second]) if first and second else chosen
        return self._joined([(words[start][0], words[stop - 1][1]) for start, stop in chosen])

    def _marked_words(self, words: list[Span]) -> dict[int, str]:
        """Place among the words → what is marked there, in small letters; the first MOST_TRIED of them."""
        found: dict[int, str] = {}
        spans = iter(self.spans)
        start, stop = next(spans, (0, 0))
        for place, (begin, end) in enumerate(words):
            while stop <= begin:
                start, stop = next(spans, (len(self.text), len(self.text) + 1))
            if start < end:
                found[place] = self.text[start:stop].casefold()
                if len(found) == MOST_TRIED:
                    break
        return found

    def _joined(self, fragments: list[Span]) -> "Marked":
        """Fragments in one text, with … wherever something is left out."""
        joined, before = Marked(""), 0
        for start, stop in fragments:
            between = self.text[before:start] if joined.text else ""
            if _WORD.search(self.text, before, start):
                between = " … " if joined.text else "… "
            joined = joined + Marked(between) + self.part(start, stop)
            before = stop
        return joined + Marked(" …") if _WORD.search(self.text, before) else joined

    def __add__(self, other: "Marked") -> "Marked":
        shift = len(self.text)
        return Marked(
            self.text + other.text, (*self.spans, *((start + shift, stop + shift) for start, stop in other.spans))
        )


def bare(text: str) -> str:
    """The text without what marks are made of."""
    return _DELIMITER.sub("", text)


def read(delimited: str, *, is_html: bool = False) -> Marked:
    """A text with delimiters around what is marked; those that do not close end with it. `is_html`: entities become letters."""
    text, spans, begun = "", [], -1
    for part in re.split(f"([{START}{STOP}])", delimited):
        if part == START:
            begun = len(text) if begun < 0 else begun
        elif part == STOP:
            spans.append((begun, len(text)))
            begun = -1
        else:
            text += bare(unescape(part)) if is_html else part
    return Marked(text, _apart([*spans, (begun, len(text))]))


def together(one: Marked, other: Marked) -> Marked:
    """The marks that one text has in either of two readings."""
    return Marked(one.text, _apart([*one.spans, *other.spans]))


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, those that touch made one; what begins nowhere or is empty left out."""
    found: list[Span] = []
    for start, stop in sorted(span for span in spans if 0 <= span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return tuple(found)


def _held(marked: dict[int, str], fragment: Span) -> set[str]:
    return {word for place, word in marked.items() if fragment[0] <= place < fragment[1]}


def _fragment(words: list[Span], marked: dict[int, str], size: int, beside: Span | None = None) -> Span | None:
    """The first stretch of `size` words that holds the most marked ones; those of `beside` count no more, and it is apart from it."""
    best, most = None, 0
    known = _held(marked, beside) if beside else set()
    for place in marked:
        start = max(0, min(place - min(LEAD, size // 3), len(words) - size))
        fragment = (start, min(len(words), start + size))
        found = len(_held(marked, fragment) - known)
        if found > most and not (beside and fragment[0] < beside[1] and beside[0] < fragment[1]):
            best, most = fragment, found
    return best
