"""By relevance: what fits the words best first, blended with how fresh it is and whether it is open to who asks.

The newest rows that fit, and the newest whose title fits, are scored; those beyond follow as they are, newest first. So
the work does not grow with the number of rows that fit. A listing's score:

    WHOLE_TITLE if its title holds all that is asked
  + TITLE       × the share of the terms that its title holds; EMPLOYER and SKILLS likewise
  + CATEGORY    if the names of its profession hold all that is asked,
    else TEXT   × how often the text holds them: the mean of ts_rank over the terms
  + FRESH       on the day of its `rank_at`, evenly less each day, nothing after FRESH_FOR
  + OPEN        if it is open to the viewer; half of that when nobody can say (no viewer's country, or not stated)

Of terms with "or" between them the best group counts. The weights fall from title to text, as product.md wants it, and
were chosen by the judged set (benchmarks/judged).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isqrt
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.core import signing
from django.db import connection
from django.db.models import Case, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from careers.core import clock
from careers.core.paging import LONGEST_CURSOR, BadCursor, KeysetPage
from careers.core.text_query import TextQuery
from careers.core.tsquery import tsquery
from careers.listings.lifecycle import LONGEST_OPEN
from careers.listings.models.constraints import title_words
from careers.listings.models.listing import Listing
from careers.listings.models.tally import expected
from careers.taxonomy.models import JobCategory

SALT = "careers.listings.relevance"
NEWEST = 150  # rows that are scored because they are the newest that fit
TITLED = 150  # rows that are scored because they are the newest whose title fits
MET = 4  # what it costs to meet one row along the order, in rows that are found at once: its words must be unpacked

WHOLE_TITLE, TITLE, EMPLOYER, SKILLS, CATEGORY, TEXT = 0.4, 0.4, 0.5, 0.45, 0.4, 0.6
FRESH, FRESH_FOR = 1.2, LONGEST_OPEN
OPEN = 0.6

OPEN_TO_VIEWER = {"open": True, "not-open": False}

ROW = "row (pk, rank_at, category, kind, words)"
FIELDS = "ts_filter(words, '{a}') AS title, ts_filter(words, '{b}') AS employer, ts_filter(words, '{c}') AS skills"
# Per term: does the title hold it, the employer's name, the skills; and how often does the text.
ASKED_OF_A_TERM = ", (title @@ {term})::int, (employer @@ {term})::int, (skills @@ {term})::int, ts_rank('{{1, 0, 0, 0}}', words, {term})"

Place = tuple[bool, float | str, int]  # scored or not, the score or `rank_at`, the primary key


class Found(NamedTuple):
    """A row of a page: who shows it reads the rest."""

    pk: int


@dataclass(frozen=True)
class Hit:
    """What is known of one row that is scored.

    `title`, `employer` and `skills` are shares of the terms from 0 to 1, `text` a rank from 0 to 1; `open_to_viewer` is
    None when nobody can say.
    """

    pk: int
    rank_at: datetime
    title: float
    employer: float
    skills: float
    text: float
    has_category: bool
    open_to_viewer: bool | None


def score(hit: Hit, at: datetime) -> float:
    """How well a row fits, at a moment: the formula above, to six decimals."""
    age = max(timedelta(), at - hit.rank_at) / FRESH_FOR
    is_open = 0.5 if hit.open_to_viewer is None else float(hit.open_to_viewer)
    words = WHOLE_TITLE * (hit.title == 1) + TITLE * hit.title + EMPLOYER * hit.employer + SKILLS * hit.skills
    # The names of the profession stand among the words of the text: not counted twice.
    words += CATEGORY if hit.has_category else TEXT * hit.text
    return round(words + FRESH * max(0.0, 1 - age) + OPEN * is_open, 6)


def relevant_page(
    rows: QuerySet, query: TextQuery, *, verdict: Case | None = None, cursor: str = "", size: int = 20
) -> KeysetPage:
    """The keys of `size` rows of `rows`, all of which fit `query`, at a place in the order of relevance.

    `verdict` gives the kind of each row's verdict for the viewer, if there is one. The moment of the first page is
    kept in the cursors, so that what goes live afterwards neither repeats nor hides a row. Raises BadCursor.
    """
    direction, at, place = _read(cursor) if cursor else ("older", clock.now(), None)
    # By when it went live: the lift of `rank_at` lets it lie ahead.
    rows = rows.filter(published_at__lte=at)
    scored = _scored(rows, query, verdict, at)
    if direction == "older":
        places, has_more = _after(rows, scored, place, size)
        has_newer, has_older = place is not None, has_more
    else:
        places, has_more = _before(rows, scored, place, size)
        has_newer, has_older = has_more, True
    return KeysetPage(
        [Found(pk) for _scored, _key, pk in places],
        _write("newer", at, places[0]) if places and has_newer else "",
        _write("older", at, places[-1]) if places and has_older else "",
    )


def newest_first(rows: QuerySet, most: int) -> QuerySet:
    """The newest `most` of `rows`, by whichever way costs less: all found first, or met in order until there are enough."""
    is_gathered = expected(rows) <= isqrt(most * MET * Listing.objects.about())
    # Of a value wrapped like this no index knows the order.
    by = [Coalesce("rank_at", "rank_at").desc(), Coalesce("pk", "pk").desc()] if is_gathered else ["-rank_at", "-pk"]
    return rows.order_by(*by)[:most]


def _scored(rows: QuerySet, query: TextQuery, verdict: Case | None, at: datetime) -> list[Place]:
    """The places of all rows that are scored, the best first."""
    ids = list(newest_first(rows, NEWEST + 1).values_list("pk", flat=True))
    if len(ids) > NEWEST:
        titled = newest_first(rows.alias(titled=title_words()).filter(titled=tsquery(query)), TITLED)
        ids = [*ids[:NEWEST], *titled.values_list("pk", flat=True)]
    # Of several groups of terms the one that fits best.
    best: dict[int, float] = {}
    for hit in _hits(ids, query, verdict):
        best[hit.pk] = max(best.get(hit.pk, 0.0), score(hit, at))
    places: list[Place] = [(True, points, pk) for pk, points in best.items()]
    return sorted(places, key=_sorts)


def _hits(ids: list[int], query: TextQuery, verdict: Case | None) -> Iterator[Hit]:
    """One for each row and each group of terms."""
    if not ids:
        return
    # Unpacked once, here: each of the many questions to the words would unpack them again.
    words = RawSQL("search_words || ''::tsvector", [])
    pool = Listing.objects.filter(pk__in=set(ids)).order_by()
    found, parameters = pool.values_list(
        "pk", "rank_at", "category_id", verdict or Value(""), words
    ).query.sql_with_params()
    groups = [[term for term in group if not term.is_excluded] for group in query.groups]
    terms = [tsquery(TextQuery(((term,),))) for group in groups for term in group]
    columns = "".join(ASKED_OF_A_TERM.format(term=f"({term.sql})") for term in terms)
    sql = f"SELECT pk, rank_at, category, kind{columns} FROM (SELECT *, {FIELDS} FROM ({found} OFFSET 0) AS {ROW} OFFSET 0) AS hit"
    texts = [text for term in terms for text in (*term.texts,) * ASKED_OF_A_TERM.count("{term}")]
    fitting = set(_fitting_categories(tsquery(query)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*texts, *parameters])
        for pk, rank_at, category, kind, *asked in cursor.fetchall():
            for group in groups:
                number = max(1, len(group))
                of_group, asked = asked[: 4 * len(group)], asked[4 * len(group) :]
                title, employer, skills, text = (sum(of_group[place::4]) / number for place in range(4))
                yield Hit(pk, rank_at, title, employer, skills, text, category in fitting, OPEN_TO_VIEWER.get(kind))


def _fitting_categories(asked: SearchQuery) -> Iterable[int]:
    names = "concat_ws(' ; ', name_en, name_id)"
    words = f"lintas_vector('lintas_id', {names}) || '_:20'::tsvector || lintas_vector('lintas_en', {names})"
    named = JobCategory.objects.alias(words=RawSQL(words, [], output_field=SearchVectorField()))
    return named.filter(words=asked).order_by().values_list("pk", flat=True)


def _after(rows: QuerySet, scored: list[Place], place: Place | None, size: int) -> tuple[list[Place], bool]:
    """The `size` places after `place`, and whether there are more."""
    left = [] if place and not place[0] else [one for one in scored if place is None or _sorts(one) > _sorts(place)]
    if len(left) <= size:
        beyond = rows.exclude(pk__in=[pk for _scored, _key, pk in scored])
        if place and not place[0]:
            at, pk = datetime.fromisoformat(str(place[1])), place[2]
            beyond = beyond.filter(Q(rank_at__lt=at) | Q(rank_at=at, pk__lt=pk), rank_at__lte=at)
        left += _unscored(newest_first(beyond, size + 1 - len(left)))
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
