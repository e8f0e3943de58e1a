"""The questions whose answer is more than a page: relevance, facets, counts, what was meant, suggestions."""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from django.core.cache import caches

from benchmarks.speed import code, tallied
from benchmarks.speed.board import Board, statements
from benchmarks.speed.by_hand import Draw
from benchmarks.speed.measure import Case, timed
from benchmarks.speed.ranked import relevance_ways, same_page, typo_ways
from benchmarks.speed.rows import Asker, nothing_asked
from benchmarks.speed.suggested import suggest_cases, swapped
from benchmarks.speed.verdicts import verdict_for

COUNTRIES = ("SG", "MY", "PH", "IN", "ID", "GB", "DE", "AU")

KEPT = "template_fragments"  # where the process keeps the counts of the whole board for some seconds


def cases(board: Board) -> list[Case]:
    """All of them."""
    ask = Asker(board)
    texts = {
        "rare word": ask.text("rare"), "medium word": ask.text("medium"), "common word": ask.text("common"),
        "two common words": ask.two_common,
    }  # fmt: skip
    three = ask.all_of(ask.engagement, ask.technical, ask.category)
    asked = {"no filter": nothing_asked, "3 filters": three, **texts}
    ways, alone = relevance_ways(board), tallied.facet_ways(board, size_of, lambda draw: [(draw, "")])
    made = [
        Case(name, "relevance", "sql", _ranked(draw), code.page, ways, agree=same_page, before=code.ask_before)
        for name, draw in texts.items()
    ]
    made.append(
        Case(
            "typo",
            "relevance",
            "sql",
            mistyped(board),
            code.put_right,
            typo_ways(board, alone),
            agree=same_page,
            before=code.ask_before,
        )
    )
    made += [_facets(board, name, draw) for name, draw in asked.items()]
    made.append(_facets(board, "common word, asked first", ask.text("common"), is_first=True))
    made.append(_facets(board, "a country", _in_country, in_country=True))
    made.append(_facets(board, "3 filters and a country", ask.all_of(three, _in_country), in_country=True))
    counts = tallied.count_ways(board, size_of)
    made += [
        Case(name, "count", "sql", draw, _count, counts, agree=tallied.same_total, before=code.ask_before)
        for name, draw in {**asked, "open to a country": ask.country, "nothing fits": ask.nothing}.items()
    ]
    return [*made, *_by_engine(board, texts), *suggest_cases(board)]


def _by_engine(board: Board, texts: dict[str, Callable[[Random], Draw]]) -> list[Case]:
    """Words beside tantivy, where that is installed."""
    if importlib.util.find_spec("tantivy") is None:
        return []
    engine = importlib.import_module("benchmarks.speed.engine").Engine(board)
    best, number = engine.ways(count=False), engine.ways(count=True)
    made = []
    for name, draw in texts.items():
        made.append(Case(name, "relevance", "tantivy", _ranked(draw), code.page, best, agree=None))
        made.append(Case(name, "count", "tantivy", draw, _count, number, agree=tallied.about_the_same_total))
    return made


def size_of(draw: Draw) -> int:
    """About how many rows fit, as the code knows: who writes SQL by hand would ask the planner, or know it as well."""
    return code.search(draw.words).size


def parts_of(draw: Draw) -> list[tallied.Part]:
    """The search with all facets, and each facet that something is chosen of without that choice."""
    parts = [(draw, "")]
    for number, word in enumerate(_choices(draw)):
        where = tuple(sql for at, sql in enumerate(draw.where) if at != number)
        words = {name: value for name, value in draw.words.items() if name != word}
        parts.append((replace(draw, words=words, where=where, plain=None), word))
    return parts


def _choices(draw: Draw) -> list[str]:
    return [name for name in draw.words if name not in ("q", "sort", "country")]


def _facets(board: Board, name: str, draw: Callable[[Random], Draw], *, in_country=False, is_first=False) -> Case:
    def code_facets(given: Draw) -> Any:
        def work() -> list:
            search = code.search(given.words)
            beside = [tallied.counts_of(search.tally_without(word), word) for word in _choices(given)]
            return [tallied.counts_of(search.tally), *beside]

        if is_first:
            code.forget_bitmaps("q=")
        caches[KEPT].clear()
        return timed(work, statements())

    def verdict(given: Draw):
        return verdict_for(given.words["country"], board.overlap_zones)

    ways = tallied.facet_ways(board, size_of, parts_of, verdict if in_country else None)
    return Case(
        name,
        "facets",
        "sql",
        draw,
        code_facets,
        ways,
        agree=tallied.same_facets,
        before=None if is_first else code.ask_before,
    )


def _count(draw: Draw) -> Any:
    def work() -> tuple[int, bool]:
        counted = code.search(draw.words).total()
        return counted.total, counted.is_estimate

    caches[KEPT].clear()
    return timed(work, statements())


def _ranked(draw: Callable[[Random], Draw]) -> Callable[[Random], Draw]:
    def asked(rng: Random) -> Draw:
        drawn = draw(rng)
        return replace(drawn, words={**drawn.words, "sort": "relevance"}, order="rank_at")

    return asked


def mistyped(board: Board) -> Callable[[Random], Draw]:
    """A word of titles or names with two neighbours swapped, so that it finds nothing."""

    def draw(rng: Random) -> Draw:
        while True:
            typed = swapped(rng.choice(board.title_words), rng)
            found = board.ask("SELECT 1 FROM careers_listing WHERE search_words @@ lintas_query(%s) LIMIT 1", (typed,))
            known = board.ask("SELECT 1 FROM careers_searchterm WHERE folded = %s LIMIT 1", (typed,))
            if not found and not known:
                words = {"q": typed, "sort": "relevance"}
                return Draw(words, order="rank_at", query=("lintas_query(%s)", (typed,)))

    return draw


def _in_country(rng: Random) -> Draw:
    return Draw({"country": rng.choice(COUNTRIES)})
