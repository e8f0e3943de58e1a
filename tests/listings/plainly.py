"""A search as anybody would do it by hand: row by row, in plain Python. Slow, and simple enough to be believed."""

import random
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from django.db import connection

from careers.accounts.viewer import NOBODY, Viewer
from careers.core.text_query import FUNCTION_WORDS, fold
from careers.listings.eligibility import judged_zones, overlap_minutes, verdict
from careers.listings.models.listing import Listing
from careers.listings.models.relevance import Hit, score
from careers.listings.pay import comparable, convert

# One part of a listing in one stemmer: its lexemes in a row, None where a word says nothing.
Part = list[str | None]
# What is wanted: any of these, each of them some phrases that all are there.
Term = list[list[tuple[str, ...]]]


class Stemmers:
    """What PostgreSQL's dictionaries make of single words, asked once for each."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str | None] = {}
        self.parts: dict[int, list[Part]] = {}  # of each row, by its key
        self.told: dict[Hashable, dict[int, float]] = {}  # of each term: what each row counts for it

    def part(self, text: str, language: str) -> Part:
        """The lexemes of a text of plain words."""
        return [self._lexeme(word, language) for word in text.replace(";", " ").split()]

    def _lexeme(self, word: str, language: str) -> str | None:
        if (word, language) not in self._known:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT tsvector_to_array(to_tsvector('lintas_{language}', %s))", [word])
                (lexemes,) = cursor.fetchone()
            assert len(lexemes) <= 1, word
            self._known[word, language] = lexemes[0] if lexemes else None
        return self._known[word, language]


@dataclass(frozen=True)
class Typed:
    """One thing that was typed: a word, or several in quotation marks."""

    words: tuple[str, ...]
    is_quoted: bool = False
    is_excluded: bool = False

    def __str__(self) -> str:
        said = " ".join(self.words)
        return "-" * self.is_excluded + (f'"{said}"' if self.is_quoted else said)


@dataclass
class Plainly:
    """One search: `groups` of what was typed, `words` of the address with their values, and for whom."""

    rows: list[Listing]
    stemmers: Stemmers
    now: datetime
    spellings: dict[str, list[str]]
    rates: dict
    groups: list[list[Typed]] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    viewer: Viewer = NOBODY
    zones: tuple[str, ...] = ()
    _phrases: dict[tuple[str, ...], list[Part]] = field(default_factory=dict)

    def address(self, chance: random.Random) -> dict[str, list[str]]:
        """The words of the address that ask for it."""
        typed = f" {chance.choice(['or', 'OR', 'atau'])} ".join(" ".join(map(str, group)) for group in self.groups)
        return self.words | ({"q": [typed]} if typed else {})

    def fitting(self, *without: str) -> list[Listing]:
        """The rows that fit every word but these."""
        return [row for row, missed in self._missed if missed <= set(without)]

    @cached_property
    def _missed(self) -> list[tuple[Listing, set[str]]]:
        """Every live row, with the words that it does not fit."""
        live = [row for row in self.rows if row.state == "live" and row.hidden_at is None and row.closes_at > self.now]
        return [(row, {name for name in self._asked if not self._fits(row, name)}) for row in live]

    @cached_property
    def _asked(self) -> list[str]:
        return [name for name in self.words if name in FITS] + ["q"] * bool(self.groups)

    def _fits(self, row: Listing, name: str) -> bool:
        return self.says(self.parts_of(row)) if name == "q" else FITS[name](self, row, self.words[name])

    # --- words ---

    def parts_of(self, row: Listing) -> list[Part]:
        """Everything that words are looked for in."""
        if row.pk not in self.stemmers.parts:
            self.stemmers.parts[row.pk] = self._parts_of(row)
        return self.stemmers.parts[row.pk]

    def _parts_of(self, row: Listing) -> list[Part]:
        of_row = [*self.title_of(row), *self.employer_of(row), *self.skills_of(row), *self.category_of(row)]
        return [*of_row, self.stemmers.part(row.description, row.language)]

    def title_of(self, row: Listing) -> list[Part]:
        return self._both(row.title)

    def employer_of(self, row: Listing) -> list[Part]:
        return [self.stemmers.part(row.employer.name, row.language)]

    def skills_of(self, row: Listing) -> list[Part]:
        skills = sorted(row.skills.all(), key=lambda one: one.pk)
        return self._both(" ; ".join(name for skill in skills for name in skill.spellings))

    def category_of(self, row: Listing) -> list[Part]:
        return self._both(f"{row.category.name_en} ; {row.category.name_id}")

    def _both(self, text: str) -> list[Part]:
        return [self.stemmers.part(text, language) for language in ("id", "en")]

    def says(self, parts: list[Part]) -> bool:
        """Whether these parts hold what was typed. What says nothing asks for nothing; nothing asked finds nothing."""
        return bool(_any(self._group(group, parts) for group in self.groups))

    def _group(self, group: list[Typed], parts: list[Part]) -> bool | None:
        answers = [self._term(one, parts) for one in self.terms_of(group)]
        for one in group:
            there = self._phrase(one.words, parts) if one.is_excluded else None
            answers.append(None if there is None else not there)
        return _all(answers)

    def terms_of(self, group: list[Typed]) -> list[Term]:
        """What is wanted, each with all that it may be: a name of several words is one, whatever its spelling."""
        telling = [one for one in group if not (_is_plain(one) and one.words[0].casefold() in FUNCTION_WORDS)]
        left: list[Typed | None] = list(telling or group)
        terms: list[Term] = []
        for length in (4, 3, 2, 1):
            for start in range(len(left) - length + 1):
                run = [one for one in left[start : start + length] if one is not None and _is_plain(one)]
                known = self.spellings.get(fold(" ".join(one.words[0] for one in run)))
                if len(run) == length and known:
                    terms.append([[one.words for one in run], *[[tuple(spelling.split())] for spelling in known]])
                    left[start : start + length] = [None] * length
        return terms + [[[one.words]] for one in left if one is not None and not one.is_excluded]

    def _term(self, term: Term, parts: list[Part]) -> bool | None:
        return _any(_all(self._phrase(words, parts) for words in phrases) for phrases in term)

    def _phrase(self, words: tuple[str, ...], parts: list[Part]) -> bool | None:
        """Whether the words stand in a row in one of the parts, in either stemmer; None when they say nothing in one."""
        if words not in self._phrases:
            self._phrases[words] = [_stripped(part) for part in self._both(" ".join(words))]
        asked = self._phrases[words]
        if not all(asked):
            return None
        return any(_stands_in(one, part) for one in asked for part in parts)

    # --- what is said of a row ---

    def kind(self, row: Listing) -> str:
        """The verdict, or nothing without a country."""
        found = verdict(row.eligibility, self.viewer, self.zones, self.now.date())
        return found.kind if found else ""

    def overlap(self, row: Listing) -> int:
        """Whole hours that a working day of the viewer shares with the row's; all of them where no zone is named."""
        if not row.overlap_zone:
            return 24
        mine = judged_zones(self.viewer, self.zones)
        return max((overlap_minutes(zone, row.overlap_zone, self.now.date()) for zone in mine), default=-60) // 60

    def pay(self, row: Listing, currency: str, per: str) -> tuple[Decimal | None, Decimal | None]:
        """The ends of the pay in a currency; None where it is not known."""
        own = comparable(row.pay) if row.pay else None
        pay = convert(own, self.rates, currency) if own else None
        return tuple(getattr(pay, f"{per}_{end}") if pay else None for end in ("min", "max"))

    def reaches(self, row: Listing) -> bool:
        """Whether the pay can reach the floor that is asked for."""
        low, high = self.pay(row, self.words["currency"][0], self.words["per"][0])
        if low is None and high is None:
            return "pay_unknown" in self.words
        return high is None or high >= Decimal(self.words["pay_from"][0])

    # --- counts and orders ---

    def options_of(self, facet: str, row: Listing) -> list:
        """The options of a facet that count this row."""
        return OPTIONS[facet](self, row)

    def ordered(self, sort: str) -> list[int]:
        """The keys of all rows that fit, in an order that needs no words."""
        keys: dict[str, Callable] = {
            "fresh": lambda row: (row.rank_at, row.pk),
            "newest": lambda row: (row.published_at, row.pk),
            "pay": lambda row: (row.pay_sort is not None, row.pay_sort or 0, row.pk),
        }
        return [row.pk for row in sorted(self.fitting(), key=keys[sort], reverse=True)]

    def relevant(self, newest: int, titled: int, ranks: list[dict[int, float]]) -> list[int]:
        """The keys by relevance: the `newest` and the newest `titled` by their score, the others as they are.

        `ranks` gives what the text of each row counts for the terms of each group.
        """
        rows = sorted(self.fitting(), key=lambda row: (row.rank_at, row.pk), reverse=True)
        first = rows[:newest]
        if len(rows) > newest:
            first += [
                row for row in [one for one in rows if self.says(self.title_of(one))][:titled] if row not in first
            ]
        scores = {row.pk: max(self._scores(row, ranks)) for row in first}
        best = sorted(scores, key=lambda pk: (scores[pk], pk), reverse=True)
        return best + [row.pk for row in rows if row.pk not in scores]

    def _scores(self, row: Listing, ranks: list[dict[int, float]]) -> list[float]:
        is_open = {"open": True, "not-open": False}.get(self.kind(row))
        scores = [0.0]
        for group, rank in zip(self.groups, ranks, strict=True):
            terms = self.terms_of(group)
            of_row = self.title_of(row), self.employer_of(row), self.skills_of(row), self.category_of(row)
            shares = [sum(bool(self._term(term, parts)) for term in terms) / max(1, len(terms)) for parts in of_row]
            hit = Hit(row.pk, row.rank_at, *shares, rank[row.pk], is_open)
            scores.append(score(hit, self.now))
        return scores


def _crowds(row: Listing) -> list[str]:
    fewer = [name for name, end in (("under-10", 10), ("under-50", 50)) if row.application_count < end]
    return fewer if row.apply_at == "here" else []


OPTIONS: dict[str, Callable[[Plainly, Listing], list]] = {
    "category": lambda search, row: [row.category_id],
    "engagement": lambda search, row: [row.engagement],
    "technical": lambda search, row: [row.technical],
    "period": lambda search, row: [row.pay_period] if row.pay_period else [],
    "background": lambda search, row: [one.pk for one in row.backgrounds.all()],
    "track": lambda search, row: [row.employer.track] if row.employer.track else [],
    "guaranteed": lambda search, row: ["1"] if row.hours_guaranteed else [],
    "paid_training": lambda search, row: ["1"] if row.training_paid else [],
    "verified": lambda search, row: ["1"] if row.employer.verification_level >= 1 else [],
    "crowd": lambda search, row: _crowds(row),
    "eligibility": lambda search, row: [search.kind(row)] if search.viewer.country else [],
}
FITS: dict[str, Callable[[Plainly, Listing, list[str]], bool]] = {
    "category": lambda search, row, values: row.category.slug in values,
    "engagement": lambda search, row, values: row.engagement in values,
    "technical": lambda search, row, values: row.technical in values,
    "period": lambda search, row, values: row.pay_period in values,
    "background": lambda search, row, values: bool({one.slug for one in row.backgrounds.all()} & set(values)),
    "skill": lambda search, row, values: bool({one.slug for one in row.skills.all()} & set(values)),
    "track": lambda search, row, values: row.employer.track in values,
    "employer": lambda search, row, values: row.employer.slug in values,
    "guaranteed": lambda search, row, values: row.hours_guaranteed is True,
    "paid_training": lambda search, row, values: row.training_paid is True,
    "verified": lambda search, row, values: row.employer.verification_level >= 1,
    "crowd": lambda search, row, values: values[0] in search.options_of("crowd", row),
    "hours_max": lambda search, row, values: any(
        hours is not None and hours <= int(values[0])
        for hours in [row.hours_min if row.hours_min is not None else row.hours_max]
    ),
    "posted": lambda search, row, values: row.published_at >= search.now - timedelta(days=int(values[0])),
    "pay_from": lambda search, row, values: search.reaches(row),
    "eligibility": lambda search, row, values: search.kind(row) in values,
    "overlap": lambda search, row, values: search.overlap(row) >= int(values[0]),
}


def _is_plain(one: Typed) -> bool:
    return not one.is_quoted and not one.is_excluded


def _all(answers: Iterable[bool | None]) -> bool | None:
    known = [answer for answer in answers if answer is not None]
    return all(known) if known else None


def _any(answers: Iterable[bool | None]) -> bool | None:
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _stripped(part: Part) -> Part:
    while part and part[0] is None:
        part = part[1:]
    while part and part[-1] is None:
        part = part[:-1]
    return part


def _stands_in(asked: Part, part: Part) -> bool:
    if asked[0] not in part:
        return False
    starts = range(len(part) - len(asked) + 1)
    return any(all(want is None or want == part[start + at] for at, want in enumerate(asked)) for start in starts)
