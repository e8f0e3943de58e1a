"""Relevance by hand: what the formula needs of the rows in one statement, their cards in another; and a word put right."""

from typing import Any

from benchmarks.speed.board import Board
from benchmarks.speed.by_hand import CARD, JOINED, LIVE, ROWS, Draw, Ways
from benchmarks.speed.measure import Timed
from careers.core import clock
from careers.core.spelling import nearest, slips_forgiven, unlike
from careers.listings.models.relevance import NEWEST, TITLED, Hit, score

NEAR_PLACES = 2  # rows that may differ: two scores may be equal but for the rounding
TITLE_WORDS = "ts_filter(search_words, '{a}')"
NAMES = "concat_ws(' ; ', name_en, name_id)"
OF_A_TERM = (
    "(title @@ lintas_query(%s))::int", "(employer @@ lintas_query(%s))::int", "(skills @@ lintas_query(%s))::int",
    "ts_rank('{1, 0, 0, 0}', words, lintas_query(%s))",
)  # fmt: skip
CARDS = f"SELECT {CARD} FROM careers_listing l {JOINED} WHERE l.id = ANY (%s)"


def relevance_ways(board: Board) -> Ways:
    """Ways to the first page by relevance; they differ in how the newest rows that fit are found."""

    def newest(way: str, draw: Draw) -> tuple[str, tuple[Any, ...]]:
        where, values = draw.conditions()
        order = f"ORDER BY rank_at DESC, id DESC LIMIT {NEWEST}"
        if way == "walked":
            along = "SELECT * FROM careers_listing WHERE state = 'live' ORDER BY rank_at DESC, id DESC OFFSET 0"
            return f"SELECT id FROM ({along}) AS along WHERE {LIVE} AND {where} LIMIT {NEWEST}", (clock.now(), *values)
        if way == "gathered":
            found = f"SELECT id, rank_at FROM careers_listing WHERE {LIVE} AND {where} OFFSET 0"
            return f"SELECT id FROM ({found}) AS found {order}", (clock.now(), *values)
        return f"SELECT id FROM careers_listing WHERE {LIVE} AND {where} {order}", (clock.now(), *values)

    def way(name: str):
        def ask(draw: Draw) -> Timed:
            assert draw.query
            query, terms = draw.query
            rows, values = newest(name, draw)
            features = ", ".join(one for _term in terms for one in OF_A_TERM)
            statement = (
                f"WITH newest AS MATERIALIZED ({rows}), titled AS MATERIALIZED (SELECT id FROM careers_listing WHERE {LIVE}"
                f" AND {TITLE_WORDS} @@ ({query}) ORDER BY rank_at DESC, id DESC LIMIT {TITLED}),"
                " pool AS (SELECT id, rank_at, category_id, search_words || ''::tsvector AS words FROM careers_listing"
                " WHERE id IN (SELECT id FROM newest UNION SELECT id FROM titled) OFFSET 0),"
                " parts AS (SELECT *, ts_filter(words, '{a}') AS title, ts_filter(words, '{b}') AS employer,"
                " ts_filter(words, '{c}') AS skills FROM pool OFFSET 0)"
                f" SELECT id, rank_at, category_id = ANY (ARRAY(SELECT id FROM careers_jobcategory WHERE (lintas_vector("
                f"'lintas_id', {NAMES}) || lintas_vector('lintas_en', {NAMES})) @@ ({query}))), {features} FROM parts"
            )
            now = clock.now()
            every = [term for term in terms for _one in OF_A_TERM]
            pool = board.time(statement, (*values, now, *terms, *terms, *every))
            first = _best(pool.answer, len(terms), now)[: ROWS - 1]
            cards = board.time(CARDS, (first,))
            return Timed(pool.ms + cards.ms, pool.whole_ms + cards.whole_ms, first)

        return ask

    return {name: way(name) for name in ("planned", "walked", "gathered")}


def _best(lines: list[tuple], terms: int, now) -> list[int]:
    """The keys, the best first."""
    scored = []
    for key, rank_at, has_category, *asked in lines:
        title, employer, skills, text = (sum(asked[place::4]) / terms for place in range(4))
        hit = Hit(key, rank_at, title, employer, skills, text, has_category, None)
        scored.append((-score(hit, now), -key))
    return [-key for _points, key in sorted(scored)]


def same_page(ours: list[int], theirs: list[int]) -> bool:
    """The same rows, but for scores that are equal but for the rounding."""
    return len(ours) == len(theirs) and len(set(ours) - set(theirs)) <= NEAR_PLACES


def typo_ways(board: Board, facets: Ways) -> Ways:
    """Statements that find nothing, the words that are spelt like the typed one, what it finds, and its facets."""
    relevance = relevance_ways(board)

    def ask(draw: Draw) -> Timed:
        where, values = draw.conditions()
        first = board.time(f"SELECT FROM careers_listing WHERE {LIVE} AND {where} LIMIT 1", (clock.now(), *values))
        near = words_like(board, draw.words["q"])
        right = Draw({"q": near.answer}, query=("lintas_query(%s)", (near.answer,)), order="rank_at")
        done = (first, near, facets["planned"](right), relevance["planned"](right))
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
