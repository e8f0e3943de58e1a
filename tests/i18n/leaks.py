"""What a reader sees of a page outside the marks of the pseudo-catalogue, and outside what rows and people wrote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from tests.i18n.pseudo import CLOSE, OPEN

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Elements that HTML lets stand open: the start of a sibling or the end of the parent closes them.
MAY_STAY_OPEN = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup"}
UNSEEN = {"script", "style", "template", "textarea", "code"}
SEEN_ATTRIBUTES = {
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-valuetext",
    "aria-roledescription",
}
SEEN_META = {"description", "og:title", "og:description", "og:image:alt", "twitter:title", "twitter:description"}
BUTTONS = {"submit", "button", "reset"}

# Names are the same in every language. What is not a name has no place here.
NAMES = """
    Lintas GitHub Kaggle LinkedIn Coursera Udemy Google Wise PayPal Payoneer JSON CSV XML PDF DOCX TXT MB KB CV URL UTC ID EN
    Django allauth Atom RSS
"""
NO_WORDS = re.compile(
    r"""
      \b[\w.+-]+@[\w.-]+\b                 # addresses of mail
    | \bhttps?://\S+ | \b(?:[\w-]+\.)+(?:example|org|com|id|dev)\b(?:/\S*)?
    | \b[A-Z][A-Za-z]+(?:/[A-Z][\w'-]*(?:[ ](?:of|es|[A-Z][\w'-]*))*)+  # zones
    | \b[A-Z]{3,4}\b | \bRp\b | \bUTC[+−]?\d*
    | \b\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4}\b  # dates, which CLDR writes in the page's language
    """,
    re.VERBOSE,
)
LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass
class _Element:
    tag: str
    skipped: bool
    depth: int = 0  # marks opened before or in here and not closed yet


class _Reader(HTMLParser):
    """Collects the leaks of one page while it is fed."""

    def __init__(self, names: Iterable[str], in_head: Iterable[str]):
        super().__init__(convert_charrefs=True)
        self.names = _any_of(frozenset(names))
        self.names_in_head = _any_of(frozenset([*names, *in_head]))
        self.stack = [_Element("", skipped=False)]
        self.leaks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in MAY_STAY_OPEN and self.stack[-1].tag == tag:
            self.stack.pop()
        given = {name: value or "" for name, value in attrs}
        skipped = (
            self.stack[-1].skipped or bool({"data-ugc", "data-row"} & set(given)) or given.get("translate") == "no"
        )
        if not skipped:
            for name, value in self._seen_attributes(tag, given):
                self._check(value, f"<{tag} {name}>")
        if tag not in VOID:
            self.stack.append(_Element(tag, skipped or tag in UNSEEN, self.stack[-1].depth))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        open_tags = [element.tag for element in self.stack]
        place = len(open_tags) - 1 - open_tags[::-1].index(tag) if tag in open_tags else 0
        if not place or not set(open_tags[place + 1 :]) <= MAY_STAY_OPEN:
            self.leaks.append(f"</{tag}> where <{open_tags[-1]}> is open, line {self.getpos()[0]}")
            return
        # Marks that were opened in here stay open for what follows in the parent: "⟦by <b>name⟧</b>" is sound.
        depth = self.stack[-1].depth
        del self.stack[place:]
        self.stack[-1].depth = depth

    def handle_data(self, data: str) -> None:
        element = self.stack[-1]
        if not element.skipped:
            outside, element.depth = _outside(data, element.depth)
            self._check(outside, f"<{element.tag}>")

    def _seen_attributes(self, tag: str, given: dict[str, str]) -> list[tuple[str, str]]:
        seen = [(name, value) for name, value in given.items() if name in SEEN_ATTRIBUTES or name.endswith("-confirm")]
        if tag == "meta" and given.get("name", given.get("property", "")) in SEEN_META:
            seen.append(("content", given.get("content", "")))
        if tag == "input" and given.get("type") in BUTTONS:
            seen.append(("value", given.get("value", "")))
        if tag in {"optgroup", "option", "track"} and "label" in given:
            seen.append(("label", given["label"]))
        return [(name, _outside(value)[0]) for name, value in seen]

    def _check(self, outside: str, where: str) -> None:
        # Most text is inside the marks; the long pattern of names is tried on what is not.
        if not LETTERS.search(outside):
            return
        names = self.names_in_head if where.startswith(("<title", "<meta")) else self.names
        rest = names.sub(" ", NO_WORDS.sub(" ", outside))
        if LETTERS.search(rest):
            self.leaks.append(f"{where} {' '.join(outside.split())[:120]}")


@cache
def _any_of(names: frozenset[str]) -> re.Pattern:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What stands outside the marks, which may stand in each other, and how many are open at the end."""
    outside = []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        outside.append(" " if depth > 0 or character == CLOSE else character)
    return "".join(outside), depth


def leaks_in(html: str, *, names: Iterable[str] = (), in_head: Iterable[str] = ()) -> list[str]:
    """Each text and seen attribute with words outside ⟦ ⟧, as "<element> text".

    What stands in `data-ugc`, `data-row` or `translate="no"` is skipped, and what nobody sees. `names` are allowed
    besides the usual ones; `in_head` in the title and description only, which cannot mark a part of their text.
    """
    reader = _Reader([*NAMES.split(), *names], in_head)
    reader.feed(html)
    reader.close()
    still_open = [element.tag for element in reader.stack[1:] if element.tag not in MAY_STAY_OPEN]
    return reader.leaks + [f"<{tag}> is never closed" for tag in still_open]
