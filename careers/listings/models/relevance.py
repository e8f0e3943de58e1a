"""By relevance: what fits the words best first, blended with how fresh it is and whether it is open to who asks.

The newest rows that fit, and the newest whose title fits, are scored; those beyond follow as they are, newest first. So
the work does not grow with the number of rows that fit. A listing's score:

    WHOLE_TITLE if its title holds all that is asked
  + TITLE       × the share of the terms that its title holds; EMPLOYER, SKILLS and CATEGORY (the names of its
                  profession) likewise
  + TEXT        × the mean over the terms of n ÷ (n + HALF): n is how often the text holds the term (ts_rank_cd)
  + FRESH       × 1 − (age ÷ FRESH_FOR)²: hardly less in the first days after its `rank_at`, ever faster later, then nothing
  + OPEN        if it is open to the viewer; half of that when nobody can say (no viewer's country, or not stated)

Of terms with "or" between them the best group counts. The weights fall from title to text, as product.md wants it, and
were chosen by the judged set (benchmarks/judged).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isqrt
from typing import NamedTuple

from django.contrib.postgres.search import SearchVectorField
from django.core import signing
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from careers.core import clock
from careers.core.held import held
from careers.core.paging import LONGEST_CURSOR, BadCursor, KeysetPage
from careers.core.text_query import TextQuery
from careers.core.tsquery import tsquery
from careers.listings.lifecycle import LONGEST_OPEN
from careers.listings.models.constraints import title_words
from careers.listings.models.listing import Listing
from careers.listings.models.tally import MET_WITH_WORDS, expected
from careers.taxonomy.models import JobCategory

SALT = "careers.listings.relevance"
NEWEST = 150  # rows that are scored because they are the newest that fit
TITLED = 150  # rows that are scored because they are the newest whose title fits

WHOLE_TITLE, TITLE, EMPLOYER, SKILLS, CATEGORY, TEXT = 0.2, 0.45, 0.6, 0.55, 0.5, 0.45
HALF = 2  # how often a text must hold a term for half of what that can count
FRESH, FRESH_FOR = 2.5, LONGEST_OPEN
OPEN = 0.6

WORDS = "search_words || ''::tsvector"
OPEN_TO_VIEWER = {"open": True, "not-open": False}

NAMES = "concat_ws(' ; ', name_en, name_id)"
# The names of a profession, as they stand among the words of its listings.
NAMED = f"(lintas_vector('lintas_id', {NAMES}) || '_:20'::tsvector || lintas_vector('lintas_en', {NAMES}))::text"
# Each term is read once, each row's words are unpacked once: without the CTEs and OFFSET that would be done wherever
# they are named. The text of a row is all that is no title, employer or skill, less the names of its profession.
HITS = """
    WITH asked AS MATERIALIZED (SELECT {terms}),
    profession AS MATERIALIZED (SELECT {professions} FROM unnest(%s::bigint[], %s::tsvector[]) AS given (id, names), asked)
    SELECT {hits}
    FROM (SELECT *, ts_filter(words, '{{a}}') AS title, ts_filter(words, '{{b}}') AS employer,
            ts_filter(words, '{{c}}') AS skills
        FROM ({rows} OFFSET 0) AS row (pk, rank_at, category, kind, words) OFFSET 0) AS hit
    CROSS JOIN asked LEFT JOIN profession ON profession.id = category
"""
OF_A_PROFESSION = ("(names @@ t{0})::int AS named{0}", "ts_rank_cd('{{1, 1, 1, 1}}', names, t{0}) AS told{0}")
OF_A_HIT = (
    "(title @@ t{0})::int", "(employer @@ t{0})::int", "(skills @@ t{0})::int", "coalesce(named{0}, 0)",
    "greatest(0, ts_rank_cd('{{1, 0, 0, 0}}', words, t{0}) - coalesce(told{0}, 0))",
)  # fmt: skip

Place = tuple[bool, float | str, int]  # scored or not, the score or `rank_at`, the primary key


class Found(NamedTuple):
    """A row of a page: who shows it reads the rest."""

    pk: int


@dataclass(frozen=True)
class Hit:
    """What is known of one row that is scored.

    `title`, `employer`, `skills` and `category` are the shares of the terms that each holds, from 0 to 1; `text`, from 0
    to less than 1, says how often the text holds them. `open_to_viewer` is None when nobody can say.
    """

    pk: int
    rank_at: datetime
    title: float
    employer: float
    skills: float
    category: float
    text: float
    open_to_viewer: bool | None


def score(hit: Hit, at: datetime) -> float:
    """How well a row fits, at a moment: the formula above, to six decimals."""
    age = min(1, max(timedelta(), at - hit.rank_at) / FRESH_FOR)
    is_open = 0.5 if hit.open_to_viewer is None else float(hit.open_to_viewer)
    words = WHOLE_TITLE * (hit.title == 1) + TITLE * hit.title + EMPLOYER * hit.employer + SKILLS * hit.skills
    words += CATEGORY * hit.category + TEXT * hit.text
    return round(words + FRESH * (1 - age**2) + OPEN * is_open, 6)


def told(often: float) -> float:
    """What it counts that a text holds a term so often: from nothing towards 1, a half at HALF."""
    return often / (often + HALF)


def relevant_page(
    rows: QuerySet, query: TextQuery, *, about: int, verdict: Case | None = None, cursor: str = "", size: int = 20
) -> KeysetPage:
    """The keys of `size` rows at a place in the order of relevance, of those among `rows` that fit `query`.

    `about` is how many these are. `verdict` gives the kind of each row's verdict for the viewer, if there is one. The
    moment of the first page is kept in the cursors, so that what goes live afterwards neither repeats nor hides a row.
    Raises BadCursor.
    """
    direction, at, place = _read(cursor) if cursor else ("older", clock.now(), None)
    # By when it went live: the lift of `rank_at` lets it lie ahead.
    rows = rows.filter(published_at__lte=at)
    scored = _scored(rows, query, about, verdict, at)
    # Fewer than are scored: there are no others.
    rows = _fitting(rows, query) if len(scored) >= NEWEST else rows.none()
    if direction == "older":
        places, has_more = _after(rows, about, scored, place, size)
        has_newer, has_older = place is not None, has_more
    else:
        places, has_more = _before(rows, scored, place, size)
        has_newer, has_older = has_more, True
    return KeysetPage(
        [Found(pk) for _scored, _key, pk in places],
        _write("newer", at, places[0]) if places and has_newer else "",
        _write("older", at, places[-1]) if places and has_older else "",
    )


def newest_first(rows: QuerySet, most: int, about: int | None = None) -> QuerySet:
    """The newest `most` of `rows`, by whichever way costs less: all found first, or met in order until there are enough.

    `about` is how many there are; the database is asked what it expects when nobody knows.
    """
    about = expected(rows) if about is None else about
    is_gathered = about <= isqrt(most * MET_WITH_WORDS * Listing.objects.about())
    # Of a value wrapped like this no index knows the order.
    by = [Coalesce("rank_at", "rank_at").desc(), Coalesce("pk", "pk").desc()] if is_gathered else ["-rank_at", "-pk"]
    return rows.order_by(*by)[:most]


def _fitting(rows: QuerySet, query: TextQuery) -> QuerySet:
    return rows.filter(search_words=tsquery(query))


def _titled(rows: QuerySet, query: TextQuery) -> QuerySet:
    """Those that fit, and whose title alone fits."""
    if any(term.is_excluded for group in query.groups for term in group):
        # What is excluded may stand elsewhere. Of a value wrapped like this no index knows: the title's is the shorter way.
        rows = rows.alias(whole=RawSQL(WORDS, [], output_field=SearchVectorField())).filter(whole=tsquery(query))
    return rows.alias(titled=title_words()).filter(titled=tsquery(query))


def _scored(rows: QuerySet, query: TextQuery, about: int, verdict: Case | None, at: datetime) -> list[Place]:
    """The places of all rows that are scored, the best first."""
    hits = _hits(newest_first(_fitting(rows, query), NEWEST + 1, about), query, verdict)
    newest = {hit.pk: hit.rank_at for hit in hits}
    if len(newest) > NEWEST:
        del newest[min(newest, key=lambda pk: (newest[pk], pk))]
        hits = [hit for hit in hits if hit.pk in newest]
        # The database cannot know how many titles fit; these tell.
        share = len({hit.pk for hit in hits if hit.title == 1}) / NEWEST
        titled = newest_first(_titled(rows, query), TITLED, round(about * share))
        hits += _hits(titled, query, verdict, but=newest)
    # Of several groups of terms the one that fits best.
    best: dict[int, float] = {}
    for hit in hits:
        best[hit.pk] = max(best.get(hit.pk, 0.0), score(hit, at))
    places: list[Place] = [(True, points, pk) for pk, points in best.items()]
    return sorted(places, key=_sorts)


def _hits(chosen: QuerySet, query: TextQuery, verdict: Case | None, but: Iterable[int] = ()) -> list[Hit]:
    """One for each of the `chosen` rows `but` these, and each group of terms. One query."""
    # Unpacked once, here: each of the many questions to the words would unpack them again.
    words = RawSQL(WORDS, [])
    pool = Listing.objects.filter(pk__in=chosen.values("pk")).exclude(pk__in=list(but)).order_by()
    narrow = pool.values_list("pk", "rank_at", "category_id", verdict or Value(""), words)
    try:
        rows, values = narrow.query.sql_with_params()
    except EmptyResultSet:
        return []
    groups = [[term for term in group if not term.is_excluded] for group in query.groups]
    terms = [tsquery(TextQuery(((term,),))) for group in groups for term in group]
    places = range(len(terms))
    sql = HITS.format(
        terms=", ".join(f"({term.sql}) AS t{at}" for at, term in enumerate(terms)),
        professions=", ".join(["id", *(one.format(at) for at in places for one in OF_A_PROFESSION)]),
        hits=", ".join(["pk", "rank_at", "kind", *(one.format(at) for at in places for one in OF_A_HIT)]),
        rows=rows,
    )
    texts = [text for term in terms for text in term.texts]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*texts, *_professions(), *values])
        return [hit for row in cursor.fetchall() for hit in _read_hits(row, [len(group) for group in groups])]


def _read_hits(row: tuple, groups: list[int]) -> Iterator[Hit]:
    pk, rank_at, kind, *asked = row
    for number in groups:
        of_group, asked = asked[: len(OF_A_HIT) * number], asked[len(OF_A_HIT) * number :]
        *parts, times = (of_group[place :: len(OF_A_HIT)] for place in range(len(OF_A_HIT)))
        title, employer, skills, category = (sum(one) / max(1, number) for one in parts)
        text = sum(map(told, times)) / max(1, number)
        yield Hit(pk, rank_at, title, employer, skills, category, text, OPEN_TO_VIEWER.get(kind))


@held()
def _professions() -> tuple[list[int], list[str]]:
    """The keys of all professions, and the words of their names."""
    found = list(JobCategory.objects.order_by().values_list("pk", RawSQL(NAMED, [])))
    return [pk for pk, _words in found], [words for _pk, words in found]


def _after(rows: QuerySet, about: int, scored: list[Place], place: Place | None, size: int) -> tuple[list[Place], bool]:
    """The `size` places after `place`, and whether there are more."""
    left = [] if place and not place[0] else [one for one in scored if place is None or _sorts(one) > _sorts(place)]
    if len(left) <= size:
        beyond = rows.exclude(pk__in=[pk for _scored, _key, pk in scored])
        if place and not place[0]:
            at, pk = datetime.fromisoformat(str(place[1])), place[2]
            beyond = beyond.filter(Q(rank_at__lt=at) | Q(rank_at=at, pk__lt=pk), rank_at__lte=at)
        left += _unscored(newest_first(beyond, size + 1 - len(left), about))
    return left[:size], len(left) > size


def _before(rows: QuerySet, scored: list[Place], place: Place | None, size: int) -> tuple[list[Place], bool]:
    """The `size` places before `place`, and whether there are more."""
    if place is None or place[0]:
        left = [one for one in scored if place is None or _sorts(one) < _sorts(place)]
    else:
        at, pk = datetime.fromisoformat(str(place[1])), place[2]
        later = Q(rank_at__gt=at) | Q(rank_at=at, pk__gt=pk)
        newer = rows.exclude(pk__in=[one[2] for one in scored]).filter(later, rank_at__gte=at)
        left = [*scored, *_unscored(newer.order_by("rank_at", "pk")[: size + 1])[::-1]]
    return left[-size:], len(left) > size


def _sorts(place: Place) -> tuple[float, int]:
    return -float(place[1]), -place[2]


def _unscored(rows: QuerySet) -> list[Place]:
    return [(False, rank_at.isoformat(), pk) for rank_at, pk in rows.values_list("rank_at", "pk")]


def _write(direction: str, at: datetime, place: Place) -> str:
    return signing.dumps([direction, at.isoformat(), *place], salt=SALT, compress=True)


def _read(cursor: str) -> tuple[str, datetime, Place]:
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise BadCursor("too long")
        direction, at, is_scored, key, pk = signing.loads(cursor, salt=SALT)
        if direction not in ("newer", "older"):
            raise BadCursor("no way to go")
        return direction, _moment(at), (bool(is_scored), float(key) if is_scored else _moment(key).isoformat(), int(pk))
    except (signing.BadSignature, ValueError, TypeError, OverflowError) as error:
        raise BadCursor(str(error)) from error


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment
