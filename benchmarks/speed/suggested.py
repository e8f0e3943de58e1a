"""What is suggested while one types, and what was meant by a mistyped word, beside SQL by hand that gives the same."""

from random import Random

from benchmarks.speed.board import Board, statements
from benchmarks.speed.measure import Case, Timed, timed
from benchmarks.speed.ranked import words_like
from careers.core.spelling import SHORTEST
from careers.core.text_query import fold
from careers.listings.models.terms import ALIKE, MOST_LOOKED_AT, MOST_SUGGESTED, SearchTerm

Suggested = list[tuple[str, str]]

LEADS = "kind <> 'word' AND (listing_count > 0 OR kind = 'category')"
ORDER = "is_inside, far, listing_count DESC, length(folded), folded"
FOUND = f"""
    WITH found AS MATERIALIZED ({{rows}}),
    best AS (
        SELECT kind, text, slug, is_inside, far, row_number() OVER (PARTITION BY kind ORDER BY {ORDER}) AS place FROM found)
    SELECT best.kind, best.text, best.slug, coalesce(skill.name_id, category.name_id, best.text)
    FROM best LEFT JOIN careers_skill AS skill ON best.kind = 'skill' AND skill.slug = best.slug
    LEFT JOIN careers_jobcategory AS category ON best.kind = 'category' AND category.slug = best.slug
    WHERE place <= {3 * MOST_SUGGESTED} ORDER BY is_inside, far, place, best.kind <> 'title', best.kind
"""
SURE = f"""
    SELECT kind, text, slug, listing_count, folded, NOT folded LIKE %s AS is_inside, 0::real AS far
    FROM careers_searchterm WHERE (folded LIKE %s OR folded LIKE %s) AND {LEADS}
"""
NEAR = f"""
    SELECT kind, text, slug, listing_count, folded, true AS is_inside, 1 - word_similarity(%s, folded) AS far
    FROM careers_searchterm WHERE %s <%% folded AND {LEADS} LIMIT {MOST_LOOKED_AT}
"""


def suggest_cases(board: Board) -> list[Case]:
    """A beginning of two to six letters, a name that is spelt nearly right, and a mistyped word alone."""
    board.sql.execute(f"SET pg_trgm.word_similarity_threshold = {ALIKE}")
    names = [text for (text,) in board.ask(
        "SELECT text FROM careers_searchterm WHERE kind <> 'word' AND length(folded) > 8 ORDER BY listing_count DESC LIMIT 2000"
    )]  # fmt: skip

    def beginning(rng: Random) -> str:
        return fold(rng.choice(rng.choice(names).split()))[: rng.randint(2, 6)].strip('%_\\"-').ljust(2, "a")

    def nearly(rng: Random) -> str:
        return swapped(fold(rng.choice(names)), rng)

    def meant(rng: Random) -> str:
        while True:
            typed = swapped(rng.choice(board.title_words), rng)
            if not board.ask("SELECT 1 FROM careers_searchterm WHERE folded = %s LIMIT 1", (typed,)):
                return typed

    def by_hand(typed: str) -> Timed:
        start = f"{typed}%"
        sure = board.time(FOUND.format(rows=SURE), (start, start, f"% {start}"))
        if sure.answer or len(typed) < SHORTEST:
            return sure._replace(answer=_found(sure.answer))
        near = board.time(FOUND.format(rows=NEAR), (typed, typed))
        return Timed(sure.ms + near.ms, sure.whole_ms + near.whole_ms, _found(near.answer))

    ways = {"by hand": by_hand}
    return [
        Case("a beginning", "suggest", "sql", beginning, _suggested, ways, agree=_among),
        Case("nearly right", "suggest", "sql", nearly, _suggested, ways, agree=_among),
        Case("what was meant", "suggest", "sql", meant, _corrected, {"by hand": lambda typed: words_like(board, typed)}),
    ]  # fmt: skip


def swapped(word: str, rng: Random) -> str:
    """The word with two neighbouring letters in its middle swapped."""
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _suggested(typed: str) -> Timed:
    def work() -> Suggested:
        return [(one.kind, one.spelling) for one in SearchTerm.objects.suggestions(typed)]

    return timed(work, statements())


def _corrected(typed: str) -> Timed:
    return timed(lambda: SearchTerm.objects.corrections([typed]).get(typed), statements())


def _among(ours: Suggested, theirs: Suggested) -> bool:
    """What is suggested was found by hand, too; the code chooses the best of it by what no SQL can count."""
    return set(ours) <= set(theirs)


def _found(rows: list[tuple]) -> Suggested:
    return [(kind, text) for kind, text, _slug, name in rows if name]
