"""Relevance by hand: what the formula needs of the rows in one statement, their cards in another; and a word put right."""

import math
from typing import Any

from psycopg.errors import QueryCanceled

from benchmarks.speed.board import Board
from benchmarks.speed.by_hand import CARD, JOINED, LIVE, ROWS, Draw, Ways
from benchmarks.speed.measure import Timed
from careers.core import clock
from careers.core.spelling import nearest, slips_forgiven, unlike
from careers.listings.models.relevance import NEWEST, TITLED, Hit, score, told

# Whoever walks a whole board for a rare word has chosen the wrong way: it is left, and never the anchor.
PATIENCE_MS = 2000
GIVEN_UP = Timed(math.inf, math.inf, None)
NEAR_PLACES = 2  # rows that may differ: two scores may be equal but for the rounding
TITLE_WORDS = "ts_filter(search_words, '{a}')"
NAMES = "concat_ws(' ; ', name_en, name_id)"
# Known beforehand, as the code knows it: it changes a few times a year.
PROFESSIONS = (
    f"SELECT id, (lintas_vector('lintas_id', {NAMES}) || '_:20'::tsvector || lintas_vector('lintas_en', {NAMES}))::text"
    " FROM careers_jobcategory"
)
TERM = "lintas_query(%s)"
OF_A_TERM = (
    f"(title @@ {TERM})::int", f"(employer @@ {TERM})::int", f"(skills @@ {TERM})::int", f"(names @@ {TERM})::int",
    f"greatest(0, ts_rank_cd('{{1, 0, 0, 0}}', words, {TERM}) - ts_rank_cd('{{1, 1, 1, 1}}', names, {TERM}))",
)  # fmt: skip
TERMS = "".join(OF_A_TERM).count(TERM)
CARDS = f"SELECT {CARD} FROM careers_listing l {JOINED} WHERE l.id = ANY (%s)"


def relevance_ways(board: Board) -> Ways:
    """Ways to the first page by relevance; they differ in how the newest that fit and the newest titles are found."""
    professions = board.ask(PROFESSIONS)
    names = [pk for pk, _words in professions], [words for _pk, words in professions]

    def newest(way: str, where: str, values: tuple[Any, ...], most: int) -> tuple[str, tuple[Any, ...]]:
        order = f"ORDER BY rank_at DESC, id DESC LIMIT {most}"
        if way == "walked":
            along = "SELECT * FROM careers_listing WHERE state = 'live' ORDER BY rank_at DESC, id DESC OFFSET 0"
            return f"SELECT id FROM ({along}) AS along WHERE {LIVE} AND {where} LIMIT {most}", (clock.now(), *values)
        if way == "gathered":
            found = f"SELECT id, rank_at FROM careers_listing WHERE {LIVE} AND {where} OFFSET 0"
            return f"SELECT id FROM ({found}) AS found {order}", (clock.now(), *values)
        return f"SELECT id FROM careers_listing WHERE {LIVE} AND {where} {order}", (clock.now(), *values)

    def way(by_words: str, by_title: str):
        def ask(draw: Draw) -> Timed:
            assert draw.query
            query, terms = draw.query
            where, values = draw.conditions()
            rows, values = newest(by_words, where, values, NEWEST)
            titled, title_values = newest(by_title, f"{TITLE_WORDS} @@ ({query})", terms, TITLED)
            features = ", ".join(one for _term in terms for one in OF_A_TERM)
            statement = (
                f"WITH newest AS MATERIALIZED ({rows}), titled AS MATERIALIZED ({titled}),"
                " pool AS (SELECT id, rank_at, category_id, search_words || ''::tsvector AS words FROM careers_listing"
                " WHERE id IN (SELECT id FROM newest UNION SELECT id FROM titled) OFFSET 0),"
                " parts AS (SELECT *, ts_filter(words, '{a}') AS title, ts_filter(words, '{b}') AS employer,"
                " ts_filter(words, '{c}') AS skills FROM pool OFFSET 0),"
                " professions (category_id, names) AS MATERIALIZED (SELECT * FROM unnest(%s::bigint[], %s::tsvector[]))"
                f" SELECT id, rank_at, {features} FROM parts JOIN professions USING (category_id)"
            )
            now = clock.now()
            every = [term for term in terms for _one in range(TERMS)]
            try:
                board.sql.execute(f"SET statement_timeout = {PATIENCE_MS}")
                pool = board.time(statement, (*values, *title_values, *names, *every))
            except QueryCanceled:
                return GIVEN_UP
            finally:
                board.sql.execute("SET statement_timeout = 0")
            first = _best(pool.answer, len(terms), now)[: ROWS - 1]
            cards = board.time(CARDS, (first,))
            return Timed(pool.ms + cards.ms, pool.whole_ms + cards.whole_ms, first)

        return ask

    return {
        "gathered": way("gathered", "gathered"), "walked, titles gathered": way("walked", "gathered"),
        "walked": way("walked", "walked"), "planned": way("planned", "planned"),
    }  # fmt: skip


def _best(lines: list[tuple], terms: int, now) -> list[int]:
    """The keys, the best first."""
    scored = []
    for key, rank_at, *asked in lines:
        *shares, times = (asked[place :: len(OF_A_TERM)] for place in range(len(OF_A_TERM)))
        title, employer, skills, category = (sum(one) / terms for one in shares)
        text = sum(map(told, times)) / terms
        hit = Hit(key, rank_at, title, employer, skills, category, text, open_to_viewer=None)
        scored.append((-score(hit, now), -key))
    return [-key for _points, key in sorted(scored)]


def same_page(ours: list[int], theirs: list[int] | None) -> bool:
    """The same rows, but for scores that are equal but for the rounding. Nothing is said of a way that was given up."""
    return theirs is None or (len(ours) == len(theirs) and len(set(ours) - set(theirs)) <= NEAR_PLACES)


def typo_ways(board: Board, facets: Ways) -> Ways:
    """Statements that find nothing, the words that are spelt like the typed one, what it finds, and its facets."""
    relevance = relevance_ways(board)

    def ask(draw: Draw) -> Timed:
        where, values = draw.conditions()
        first = board.time(f"SELECT FROM careers_listing WHERE {LIVE} AND {where} LIMIT 1", (clock.now(), *values))
        near = words_like(board, draw.words["q"])
        right = Draw({"q": near.answer}, query=("lintas_query(%s)", (near.answer,)), order="rank_at")
        done = (first, near, facets["planned"](right), relevance["gathered"](right))
        return Timed(sum(one.ms for one in done), sum(one.whole_ms for one in done), done[-1].answer)

    return {"statements": ask}


def words_like(board: Board, typed: str) -> Timed:
    """The known word that was meant; none when the typed one is known or finds something by itself."""
    slips = slips_forgiven(typed)
    found = board.time(
        "SELECT folded, listing_count FROM careers_searchterm WHERE kind = 'word' AND length(folded) BETWEEN %s AND %s"
        " AND (folded %% %s OR folded = ANY (%s))"
        " AND NOT EXISTS (SELECT FROM careers_searchterm WHERE folded = %s)"
        f" AND NOT EXISTS (SELECT FROM careers_listing WHERE {LIVE} AND search_words @@ lintas_query(%s))",
        (len(typed) - slips, len(typed) + slips, typed, list(unlike(typed)), typed, clock.now(), typed),
    )
    return found._replace(answer=nearest(typed, dict(found.answer)))
