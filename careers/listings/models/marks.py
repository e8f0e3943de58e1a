"""Where the words that were searched for stand in listings: in their titles, or else in an extract of their texts.

PostgreSQL says it, for it alone knows which forms of a word it takes for the same. Its parser drops signs, as
`lintas_searchable` (migrations/_search.py) mends when texts are indexed; here the same is done so that it can be undone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.search import SearchConfig, SearchHeadline
from django.db.models import Case, F, Func, Q, TextField, Value, When

from careers.core.marks import START, STOP, Marked, bare, read, together
from careers.core.text_query import Term, TextQuery
from careers.core.tsquery import tsquery
from careers.listings.models.constraints import title_words
from careers.listings.models.listing import Listing

# In the parser's eyes → as it was written. Its own signs part words, and open no tag.
SPELT = {"plUSplUS": "++", "shARP": "#", "dOT": ".", "\x01": "/", "\x02": "<"}
FOR_PARSER = r"""
    regexp_replace(regexp_replace(regexp_replace(translate(%(expressions)s, E'/<\uE000\uE001', E'\x01\x02'),
        '([[:alnum:]])[+][+]', '\1plUSplUS', 'g'), '\m([[:alpha:]])#', '\1shARP', 'g'),
        '(^|[^[:alnum:]])[.](net)\M', '\1dOT\2', 'gi')
"""
# The rendered text in one line: tags inside a line vanish, ends of items and cells part them, every other tag is a space.
_PLAIN = r"""
    btrim(regexp_replace(regexp_replace(regexp_replace(%(expressions)s,
        '</?(strong|em|s|a|code)(\s[^>]*)?>', '', 'g'), '</(li|h3|h4|td|th)>', ' · ', 'g'), '(<[^>]*>|\s)+', ' ', 'g'), ' ·')
"""
_OWN = SearchConfig(Case(When(language="id", then=Value("lintas_id")), default=Value("lintas_en")))


@dataclass(frozen=True)
class Marks:
    """The title of a listing, and an extract of its text: nothing where the title alone has all that was asked."""

    title: Marked
    extract: Marked


NONE: Mapping[int, Marks] = {}


def marks_in(ids: Iterable[int], query: TextQuery) -> Mapping[int, Marks]:
    """What is marked in each of these listings, by primary key. One query; none without words."""
    ids = list(ids)
    if not ids or not query.terms:
        return NONE
    title, text, wanted = _for_parser("title"), _for_parser(_plain("description_html")), tsquery(_each(query))
    rows = Listing.objects.filter(pk__in=ids).alias(titled=title_words()).order_by()
    extract = _headline(text, wanted, _OWN)
    lines = rows.values_list(
        "pk", "title", _headline(title, wanted, "lintas_id"), _headline(title, wanted, "lintas_en"),
        Case(When(Q(titled=tsquery(query)), then=Value("")), default=extract, output_field=TextField()),
    )  # fmt: skip
    return {pk: Marks(_of_title(*titles), read(_written(text), is_html=True).extract()) for pk, *titles, text in lines}


def _each(query: TextQuery) -> TextQuery:
    """Any word that is wanted: what has one of them has something to mark."""
    terms = [
        Term(words)
        for term in query.terms
        for words in ([term.words] if term.is_phrase else [(word,) for word in (*term.words, *term.spellings)])
    ]
    return TextQuery(tuple((term,) for term in dict.fromkeys(terms)))


def _of_title(title: str, *read_as: str) -> Marked:
    """Titles mix the languages: what either stemmer finds is marked. Plain when it cannot be put together again."""
    one, other = (read(_written(reading)) for reading in read_as)
    return together(one, other) if one.text == other.text == bare(title) else Marked(title)


def _headline(text: Func, wanted, config) -> SearchHeadline:
    return SearchHeadline(text, wanted, config=config, start_sel=START, stop_sel=STOP, highlight_all=True)


def _for_parser(text) -> Func:
    return Func(text, template=FOR_PARSER, output_field=TextField())


def _plain(text) -> Func:
    return Func(F(text), template=_PLAIN, output_field=TextField())


def _written(read_by_parser: str) -> str:
    for spelt, sign in SPELT.items():
        read_by_parser = read_by_parser.replace(spelt, sign)
    return read_by_parser
