"""A TextQuery as PostgreSQL's text search understands it: each word in either language, or as it is spelt otherwise."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from careers.core.text_query import Term, TextQuery

NOTHING = ((Term(("",)),),)


class Asked(SearchQuery):
    """A tsquery made of the database's own function `lintas_query` (migrations/_search.py) and operators."""

    def __init__(self, sql: str, texts: tuple[str, ...]):
        super().__init__("")
        self.sql, self.texts = sql, texts

    def as_sql(self, compiler, connection, function=None, template=None):
        """The operators as they were written, the texts as parameters."""
        return f"({self.sql})", [*self.texts]


def tsquery(query: TextQuery) -> Asked:
    """The expression to filter a vector by: `filter(search_words=tsquery(query))`. It fits nothing when no word is in it."""
    return _asked(query.groups or NOTHING)


def asks_nothing(query: TextQuery) -> bool:
    """Whether the database would look for no word at all: there are only signs, or words that say nothing. One query."""
    asked = tsquery(query)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT numnode({asked.sql})", asked.texts)
        return not cursor.fetchone()[0]


def _asked(groups: Sequence[Sequence[Term]]) -> Asked:
    alternatives: list[str] = []
    texts: list[str] = []
    for group in groups:
        asked = [_of_term(term) for term in group]
        alternatives.append(f"({' && '.join(sql for sql, _texts in asked)})")
        texts += [text for _sql, said in asked for text in said]
    return Asked(" || ".join(alternatives), tuple(texts))


def _of_term(term: Term) -> tuple[str, list[str]]:
    if term.is_excluded:
        return "!!lintas_query(%s)", [term.text]
    words = [term.text] if term.is_phrase else list(term.words)
    wanted = f"({' && '.join(['lintas_query(%s)'] * len(words))})"
    return f"({' || '.join([wanted, *['lintas_query(%s)'] * len(term.spellings)])})", [*words, *term.spellings]
