"""Relevance by hand: the formula of careers/listings/models/relevance.py in one statement; and a mistyped word put right."""

from typing import Any

from benchmarks.speed.board import Board
from benchmarks.speed.by_hand import CARD, JOINED, LIVE, ROWS, Draw, Ways
from benchmarks.speed.measure import Timed
from careers.core import clock
from careers.core.spelling import nearest, slips_forgiven, unlike
from careers.listings.models.relevance import CATEGORY, FRESH, HALF_LIFE, NEWEST, OPEN, TITLE, TITLED, WEIGHTS, WORDS

NEAR_PLACES = 2  # rows that may differ: scores are rounded here and not there
TITLE_WORDS = "ts_filter(search_words, '{a}')"
NAMES = "concat_ws(' ; ', name_en, name_id)"


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
            query, texts = draw.query
            rows, values = newest(name, draw)
            age = f"extract(epoch FROM greatest(%s - rank_at, interval '0')) / {HALF_LIFE.total_seconds()}"
            score = (
                f"{TITLE} * ({TITLE_WORDS} @@ ({query}))::int"
                f" + {WORDS} * ts_rank('{{{', '.join(map(str, WEIGHTS))}}}', search_words, {query}, 32)"
                f" + {CATEGORY} * (category_id = ANY (ARRAY(SELECT id FROM careers_jobcategory WHERE (lintas_vector('lintas_id',"
                f" {NAMES}) || lintas_vector('lintas_en', {NAMES})) @@ ({query}))))::int + {FRESH} * 0.5 ^ ({age}) + {OPEN / 2}"
            )
            statement = (
                f"WITH newest AS MATERIALIZED ({rows}), titled AS MATERIALIZED (SELECT id FROM careers_listing WHERE {LIVE}"
                f" AND {TITLE_WORDS} @@ ({query}) ORDER BY rank_at DESC, id DESC LIMIT {TITLED}),"
                f" scored AS MATERIALIZED (SELECT id, round(({score})::numeric, 6) AS score FROM careers_listing WHERE id IN"
                " (SELECT id FROM newest UNION SELECT id FROM titled)),"
                f" first AS MATERIALIZED (SELECT id, score FROM scored ORDER BY score DESC, id DESC LIMIT {ROWS})"
                f" SELECT {CARD} FROM first JOIN careers_listing l USING (id) {JOINED} ORDER BY first.score DESC, l.id DESC"
            )
            now = clock.now()
            done = board.time(statement, (*values, now, *texts, *texts, *texts, *texts, now))
            return done._replace(answer=[row[0] for row in done.answer][: ROWS - 1])

        return ask

    return {name: way(name) for name in ("planned", "walked", "gathered")}


def same_page(ours: list[int], theirs: list[int]) -> bool:
    """The same rows, but for those whose scores are too near to each other to be told apart."""
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
    """The known word that was meant."""
    slips = slips_forgiven(typed)
    found = board.time(
        "SELECT folded, listing_count FROM careers_searchterm WHERE kind = 'word' AND length(folded) BETWEEN %s AND %s"
        " AND (folded %% %s OR folded = ANY (%s))",
        (len(typed) - slips, len(typed) + slips, typed, list(unlike(typed))),
    )
    return found._replace(answer=nearest(typed, dict(found.answer)))
