"""Where the words that were searched for stand in listings: in their titles, or else in an extract of their texts.

PostgreSQL says it, for it alone knows which forms of a word it takes for the same. Its parser drops signs, as
`lintas_searchable` (migrations/_search.py) mends when texts are indexed; here the same is done so that it can be undone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from django.db import connection

from careers.core.marks import PARTED, START, STOP, Marked, bare, read, together
from careers.core.text_query import Term, TextQuery
from careers.core.tsquery import tsquery

# In the parser's eyes → as it was written. Its own signs part words, and open no tag.
SPELT = {"plUSplUS": "++", "shARP": "#", "dOT": ".", "\x01": "/", "\x02": "<"}
_TITLE = r"replace(translate(title, E'/<\uE000\uE001', E'\x01\x02'), '++', 'plUSplUS')"
# Rendered text: tags inside a line vanish, ends of items and cells part them; every other tag is a space in the end.
_TAGS = {f"<{end}{tag}>": "" for tag in ("strong", "em", "s", "code") for end in ("", "/")} | {"</a>": ""}
_TAGS |= {f"</{tag}>": f" {PARTED} " for tag in ("li", "h3", "h4", "td", "th")} | {"</": "<", "++": "plUSplUS"}
_TEXT = reduce(lambda text, tag: f"replace({text}, '{tag}', '{_TAGS[tag]}')", _TAGS, "description_html")
_TEXT = rf"translate({_TEXT}, E'/\uE000\uE001', E'\x01')"
_TAG_OR_BLANK = re.compile(r"(?:<[^>]*>|\s)+")
# Rare signs: the patterns, which take longer than all the rest, are tried only where they may fit.
_SIGNS = r"""
    CASE WHEN strpos({0}, '#') + strpos({0}, '.n') + strpos({0}, '.N') = 0 THEN {0} ELSE
        regexp_replace(regexp_replace({0}, '\m([[:alpha:]])#', '\1shARP', 'g'), '(^|[^[:alnum:]])[.](net)\M', '\1dOT\2', 'gi')
    END
"""
# Each worked out once: without OFFSET PostgreSQL would do so wherever it is named.
FOR_PARSER = f"""
    SELECT id, title, language, search_words, {_SIGNS.format("heading")} AS heading, {_SIGNS.format("body")} AS body
    FROM (SELECT *, {_TITLE} AS heading, {_TEXT} AS body FROM careers_listing WHERE id = ANY (%s) OFFSET 0) AS one OFFSET 0
"""
_OPTIONS = f"'HighlightAll=true,StartSel={START},StopSel={STOP}'"
_MARKED = f"""
    SELECT id, title,
        ts_headline('lintas_id', heading, marks, {_OPTIONS}), ts_headline('lintas_en', heading, marks, {_OPTIONS}),
        CASE WHEN ts_filter(search_words, '{{{{a}}}}') @@ asked THEN '' ELSE ts_headline(
            (CASE language WHEN 'id' THEN 'lintas_id' ELSE 'lintas_en' END)::regconfig, body, marks, {_OPTIONS}) END
    FROM ({FOR_PARSER}) AS listing, (SELECT {{asked}} AS asked, {{marks}} AS marks) AS query
"""


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
    asked, wanted = tsquery(query), tsquery(_each(query))
    with connection.cursor() as cursor:
        cursor.execute(_MARKED.format(asked=asked.sql, marks=wanted.sql), [ids, *asked.texts, *wanted.texts])
        return {pk: Marks(_of_title(*titles), _of_text(text)) for pk, *titles, text in cursor.fetchall()}


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


def _of_text(read_by_parser: str) -> Marked:
    return read(_TAG_OR_BLANK.sub(" ", _written(read_by_parser)).strip(f" {PARTED}"), is_html=True).extract()


def _written(read_by_parser: str) -> str:
    for spelt, sign in SPELT.items():
        read_by_parser = read_by_parser.replace(spelt, sign)
    return read_by_parser
