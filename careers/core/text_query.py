"""What people type into a search box: words, "phrases", -without, or. `careers.core.tsquery` asks it of the database.

A space means "and", which binds closer than "or" (as in PostgreSQL's websearch_to_tsquery).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

# Indonesian words that say nothing by themselves; PostgreSQL knows the English ones.
FUNCTION_WORDS = {
    "ada", "adalah", "agar", "akan", "atas", "bagi", "dan", "dalam", "dari", "dengan", "di", "ini", "itu", "juga", "karena",
    "ke", "oleh", "pada", "para", "saya", "sebagai", "secara", "untuk", "yang",
}  # fmt: skip
OR = ("or", "atau")
LONGEST_RUN = 4  # words that may be one name together
_TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that belong together: one word, a quoted phrase, or a name of several words.

    `spellings` are other phrases that mean the same. A quoted phrase is meant letter by letter and has none.
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    is_excluded: bool = False
    spellings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words as they are typed, without signs."""
        return " ".join(self.words)


@dataclass(frozen=True)
class TextQuery:
    """Groups of terms: a text fits when it fits every term of one of the groups."""

    groups: tuple[tuple[Term, ...], ...]

    @property
    def terms(self) -> list[Term]:
        """Every term that is wanted, each once."""
        return list(dict.fromkeys(term for group in self.groups for term in group if not term.is_excluded))

    @property
    def typed_words(self) -> list[str]:
        """Single words that were typed plainly: neither quoted nor excluded."""
        return [term.text for term in self.terms if len(term.words) == 1 and not term.is_phrase]

    def __str__(self) -> str:
        return " or ".join(" ".join(map(_typed, group)) for group in self.groups)

    def runs(self) -> set[str]:
        """Every run of up to LONGEST_RUN plain words, folded: what may be a name in a vocabulary."""
        return {fold(" ".join(run)) for group in self.groups for _start, run in _runs(group)}

    def with_spellings(self, known: Mapping[str, Sequence[str]]) -> "TextQuery":
        """The same, where each run of words that `known` holds (folded) may be spelt otherwise; the longest runs first."""
        return TextQuery(tuple(_spelt(group, known) for group in self.groups))

    def with_words(self, instead: Mapping[str, str]) -> "TextQuery":
        """The same with some plain words put right."""
        return TextQuery(tuple(tuple(_put_right(term, instead) for term in group) for group in self.groups))

    def to_the_letter(self) -> "TextQuery":
        """The same with every plain word in quotation marks: nothing of it is ever put right or spelt otherwise."""
        return TextQuery(
            tuple(
                tuple(replace(term, is_phrase=term.is_phrase or not term.is_excluded) for term in group)
                for group in self.groups
            )
        )


def parse(typed: str) -> TextQuery:
    """Read what somebody typed. Nothing is refused: an open quotation mark ends with the text."""
    groups: list[list[Term]] = [[]]
    for found in _TOKEN.finditer(typed):
        word = found["word"]
        if word and not found["minus"] and word.casefold() in OR and groups[-1]:
            groups.append([])
            continue
        words = tuple((found["phrase"] if word is None else word).split())
        if any(map(_has_letters, words)):
            groups[-1].append(Term(words, is_phrase=word is None, is_excluded=bool(found["minus"])))
    return TextQuery(tuple(_telling(group) for group in groups if group))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Small letters without accents, spaces made one: how spellings are compared."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())


def _telling(group: list[Term]) -> tuple[Term, ...]:
    """Without the words that say nothing, unless there is no other."""
    telling = [term for term in group if not _is_plain(term) or term.text.casefold() not in FUNCTION_WORDS]
    return tuple(telling or group)


def _has_letters(word: str) -> bool:
    return any(sign.isalnum() for sign in word)


def _typed(term: Term) -> str:
    words = f'"{term.text}"' if term.is_phrase else term.text
    return f"-{words}" if term.is_excluded else words


def _is_plain(term: Term) -> bool:
    return not term.is_phrase and not term.is_excluded and len(term.words) == 1


def _runs(group: Sequence[Term]) -> Iterator[tuple[int, list[str]]]:
    for length in range(min(LONGEST_RUN, len(group)), 0, -1):
        for start in range(len(group) - length + 1):
            run = group[start : start + length]
            if all(map(_is_plain, run)):
                yield start, [term.text for term in run]


def _spelt(group: tuple[Term, ...], known: Mapping[str, Sequence[str]]) -> tuple[Term, ...]:
    for start, run in _runs(group):
        spellings = known.get(fold(" ".join(run)))
        if spellings:
            term = Term(tuple(run), spellings=tuple(spellings))
            before, after = group[:start], group[start + len(run) :]
            return (*_spelt(before, known), term, *_spelt(after, known))
    return group


def _put_right(term: Term, instead: Mapping[str, str]) -> Term:
    if not _is_plain(term):
        return term
    return replace(term, words=(instead.get(fold(term.text), term.text),))
