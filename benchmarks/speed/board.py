"""The board that is measured: its listings, what can be asked of them, and a connection for SQL by hand."""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

from benchmarks.speed.measure import Timed
from careers.core import clock
from careers.listings.filters import spellings_of_skills
from careers.listings.models import term_rows
from careers.listings.models.listing import Listing
from careers.listings.models.terms import SearchTerm
from careers.management.loaders.generated_words import KnownWords, known_words

SEED = 1


class TooFew(Exception):
    """The board holds listings, but not enough live ones; the message says what to do."""


class Board:
    """The generated board of a state folder, or one of tests."""

    def __init__(self, n: int, state_dir: Path):
        """Generate the listings when there are none. Raises TooFew when there are some, but fewer than `n` live ones."""
        self.n, self.state_dir = n, state_dir
        call_command("migrate", verbosity=0, interactive=False)
        if not Listing.objects.exists():
            call_command("generate_listings", n, seed=SEED)
        self.live = Listing.objects.live().count()
        self.words: KnownWords = known_words(self.live, SEED)
        self.sql = _connect()
        if self.live < n or not self._knows(self.words.common[0]):
            self.close()
            raise TooFew(
                f"The board in {state_dir} holds {self.live} live listings with the words that are searched for, not {n}: "
                "listings live for some weeks only. Delete that folder, or name another: STATE_DIR=/somewhere/else"
            )
        if not SearchTerm.objects.exists():
            term_rows.refresh()

    def close(self) -> None:
        """Give back the connection."""
        self.sql.close()

    def _knows(self, word: str) -> bool:
        return bool(self.ask("SELECT FROM careers_listing WHERE search_words @@ lintas_query(%s) LIMIT 1", (word,)))

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple]:
        """The rows of a statement by hand."""
        return self.sql.execute(statement, values).fetchall()  # type: ignore[arg-type]

    def time(self, statement: str, values: Sequence[Any] = ()) -> Timed:
        """Time a statement by hand, as `statements` times those of the code: until all rows are here, unread."""
        with self.sql.cursor() as cursor:
            start = time.perf_counter()
            cursor.execute(statement, values)  # type: ignore[arg-type]
            ms = (time.perf_counter() - start) * 1000
            return Timed(ms, (time.perf_counter() - start) * 1000, cursor.fetchall())

    # --- what can be asked ---

    @cached_property
    def categories(self) -> list[tuple[int, str]]:
        """(key, slug) of professions, those with the most listings first."""
        return self._ranked("careers_jobcategory", "category_id")

    @cached_property
    def employers(self) -> list[tuple[int, str]]:
        """(key, slug) of employers, those with the most live listings first."""
        return self._ranked("careers_employer", "employer_id")

    @cached_property
    def skills(self) -> list[tuple[int, str]]:
        """(key, slug) of skills, the most wanted first."""
        return self._ranked("careers_skill", "unnest(skill_ids)")

    @cached_property
    def backgrounds(self) -> list[tuple[int, str]]:
        """(key, slug) of backgrounds, the most welcome first."""
        return self._ranked("careers_background", "unnest(background_ids)")

    @cached_property
    def overlap_zones(self) -> list[str]:
        """The zones that listings want overlap with."""
        return [
            zone for (zone,) in self.ask("SELECT DISTINCT overlap_zone FROM careers_listing WHERE overlap_zone <> ''")
        ]

    @cached_property
    def title_words(self) -> list[str]:
        """Longer single words of titles and names, the commonest ones; those without other spellings."""
        rows = self.ask(
            "SELECT folded FROM careers_searchterm WHERE kind = 'word' AND folded ~ '^[a-z]{7,}$'"
            " ORDER BY listing_count DESC LIMIT 300"
        )
        known = spellings_of_skills()
        return [word for (word,) in rows if word not in known]

    @cached_property
    def phrases(self) -> list[str]:
        """Two longer words that stand side by side in some text."""
        rng = Random("phrases")
        places = [rng.randrange(self.n) for _number in range(400)]
        first, *_others = self.ask("SELECT min(id) FROM careers_listing")[0]
        texts = self.ask("SELECT description FROM careers_listing WHERE id = ANY(%s)", [[first + at for at in places]])
        found = []
        for (text,) in texts:
            words = text.replace("\n", " ").split()
            pairs = [
                f"{one} {two}" for one, two in pairwise(words)
                if min(len(one), len(two)) > 5 and one.isalpha() and two.isalpha()
            ]  # fmt: skip
            found += rng.sample(pairs, min(2, len(pairs)))
        return found

    def _ranked(self, table: str, column: str) -> list[tuple[int, str]]:
        return self.ask(
            f"SELECT id, slug FROM {table} JOIN"
            f" (SELECT {column} AS id, count(*) AS n FROM careers_listing WHERE state = 'live' GROUP BY 1) AS used"
            " USING (id) ORDER BY n DESC, id"
        )


def _connect() -> psycopg.Connection:
    """A connection as Django makes it, to the same database: values stand in the text, nothing is prepared."""
    known = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "prepare_threshold")
    place = {name: known[name] for name in names if name in known}
    return psycopg.connect(**place, autocommit=True, cursor_factory=psycopg.ClientCursor)


@contextlib.contextmanager
def statements() -> Iterator[list[float]]:
    """The times in ms of all statements that Django sends in this block, each until its rows are here."""
    times: list[float] = []

    def watch(execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            times.append((time.perf_counter() - start) * 1000)

    with connection.execute_wrapper(watch):
        yield times


def sizes(board: Board) -> list[tuple[str, int]]:
    """(name, bytes) of the table of listings, what stands out of line, and each of its indexes."""
    return board.ask(
        """
        SELECT 'careers_listing: rows', pg_relation_size('careers_listing')
        UNION ALL SELECT 'careers_listing: out of line', pg_total_relation_size(reltoastrelid) FROM pg_class
            WHERE oid = 'careers_listing'::regclass
        UNION ALL (SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index
            WHERE indrelid = 'careers_listing'::regclass ORDER BY 2 DESC)
        """
    )


def load() -> str:
    """How busy the machine is, as the system says it."""
    return (
        " ".join(f"{value:.2f}" for value in os.getloadavg()) + f" on {os.cpu_count()} cores, {clock.now():%F %T} UTC"
    )
