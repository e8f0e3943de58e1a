"""What publishing costs: the board's own verb in a transaction of its own, many at once by the verb for many, and bare rows in bulk.

The anchor is the same work with the row written as paused: the indexes of search hold live rows only, so nothing goes
into them then, and all else is done alike. What was published here is deleted in the end.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from random import Random
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from benchmarks.speed.board import Board, statements
from benchmarks.speed.measure import Case, Effort, Result, Timed, measure, timed
from careers.accounts.models import User
from careers.employers.models.employer import Employer
from careers.listings.models.batch import COLUMNS, hand_in
from careers.listings.models.details import EngagementTerms
from careers.listings.models.listing import Listing
from careers.taxonomy.models import Country

LIVE, WITHOUT = "live", "paused"
BULK = 200  # rows that are written at once
BULK_CALLS = 3
OWN = ("id", "public_id", "slug", "state")
# Not an address of samples: those get no mail, and mail is a part of what publishing costs.
MANAGER = "bench@lintas.invalid"
OF_LISTING = (
    "careers_listingchange", "careers_listing_skills", "careers_listing_backgrounds", "careers_listingslug",
    "careers_engagementterms",
)  # fmt: skip
OF_EMPLOYER = ("careers_employerchange", "careers_employerslug", "careers_membership", "careers_verificationproof")


def results(board: Board, effort: Effort) -> Iterator[Result]:
    """The lines of publishing; the board is afterwards as it was."""
    ((last, newest, jobs),) = board.ask(
        "SELECT max(id), (SELECT max(id) FROM careers_employer), (SELECT coalesce(max(id), 0) FROM procrastinate_jobs)"
        " FROM careers_listing"
    )
    try:
        for case in cases(board):
            yield measure(case, board.n, effort)
    finally:
        with board.sql.transaction():
            for table in OF_LISTING:
                board.sql.execute(f"DELETE FROM {table} WHERE listing_id > %s", (last,))  # type: ignore[arg-type]
            board.sql.execute("DELETE FROM careers_listing WHERE id > %s", (last,))
            for table in OF_EMPLOYER:
                board.sql.execute(f"DELETE FROM {table} WHERE employer_id > %s", (newest,))  # type: ignore[arg-type]
            board.sql.execute("DELETE FROM careers_employer WHERE id > %s", (newest,))
            board.sql.execute("DELETE FROM careers_user WHERE email = %s", (MANAGER,))
            board.sql.execute("DELETE FROM procrastinate_jobs WHERE id > %s", (jobs,))


def cases(board: Board) -> list[Case]:
    """A commit, and one of many."""
    ((first, last),) = board.ask("SELECT min(id), max(id) - %s FROM careers_listing", (BULK,))

    def some(rng: Random) -> int:
        return rng.randint(first, max(first, last))

    one = Case("one commit", "publish", "sql", some, lambda key: _publish(key, LIVE),
               {"the same, not live": lambda key: _publish(key, WITHOUT)}, agree=None)  # fmt: skip
    manager, employer = _trusted()

    def at_once(state: str):
        return lambda key: _at_once(key, state, employer, manager)

    verb = Case(f"one of {BULK} handed in at once", "publish", "sql", some, at_once(LIVE),
                {"the same, not live": at_once(WITHOUT)}, agree=None, calls=BULK_CALLS)  # fmt: skip
    many = Case("a row in bulk", "publish", "sql", some, lambda key: _in_bulk(key, LIVE),
                {"the same, not live": lambda key: _in_bulk(key, WITHOUT)}, agree=None, calls=BULK_CALLS)  # fmt: skip
    return [one, verb, many]


def _publish(key: int, state: str) -> Timed:
    listing = _handed_in(key)

    start = time.perf_counter()
    with statements() as asked:
        whole = transaction.atomic()
        whole.__enter__()
        with _written_as(state):
            listing.approve(by=None)
        before = time.perf_counter()
        whole.__exit__(None, None, None)
        end = time.perf_counter()
    # The statements and the commit, which Django does not show as one.
    return Timed(sum(asked) + (end - before) * 1000, (end - start) * 1000, None)


def _handed_in(key: int) -> Listing:
    """A copy of a listing that waits for review."""
    (copy,) = _copy(key, key, "submitted")
    with connection.cursor() as cursor:
        for table, column in (("careers_listing_skills", "skill_id"), ("careers_listing_backgrounds", "background_id")):
            cursor.execute(
                f"INSERT INTO {table} (listing_id, {column}) SELECT %s, {column} FROM {table} WHERE listing_id = %s",
                (copy, key),
            )
    return Listing.objects.get(pk=copy)


def _trusted() -> tuple[User, Employer]:
    """An employer whose listings go straight on, and the one who is told of each of them."""
    # A run that was killed may have left them: then this one has the account, and an employer of another name.
    manager, _made = User.objects.get_or_create(
        email=MANAGER, defaults={"name": "Bench", "language": "en", "password": "!"}
    )
    country = Country.objects.order_by("pk")[0]
    employer = Employer.found(
        by=manager, name=f"Bench {uuid4().hex}", website="https://lintas.invalid", country=country, language="en"
    )
    employer.add_proof("sample", detail="Bench", level=1)
    first = Listing.objects.order_by("pk")[0].pk
    for listing in hand_in(employer, _rows(first, 1), by=manager).listings.values():
        listing.approve(by=manager)
    return manager, employer


def _at_once(key: int, state: str, employer: Employer, manager: User) -> Timed:
    """Through all of the lifecycle, from rows as an import has them; the time is the whole one, Python and commit with it."""
    rows = _rows(key, BULK)
    with _written_as(state):
        done = timed(lambda: hand_in(employer, rows, by=manager))
    if done.answer.refused:
        raise RuntimeError(str(done.answer.refused[0]))
    each = done.ms / len(done.answer.listings)
    return Timed(each, each, None)


def _rows(key: int, count: int) -> list[dict[str, Any]]:
    """Rows that say what so many listings from `key` on say, and what hourly work must say of its hours."""
    listings = Listing.objects.filter(pk__range=(key, key + count - 1)).select_related(
        "category", "pay_currency", "terms"
    )
    dates = {"starts_at", "closes_at", "public_id"}
    said = [field.name for field in EngagementTerms._meta.fields if field.name not in ("id", "listing")]
    return [
        {
            "values": {name: getattr(listing, name) for name in COLUMNS - dates}
            | {"hours_guaranteed": bool(listing.hours_guaranteed), "hours_max": listing.hours_max or 40},
            "skills": list(listing.skills.all()),
            "backgrounds": list(listing.backgrounds.all()),
            "terms": {name: getattr(listing.terms, name) for name in said} if hasattr(listing, "terms") else None,
        }
        for listing in listings.prefetch_related("skills", "backgrounds")
    ]


def _in_bulk(key: int, state: str) -> Timed:
    done = timed(lambda: _copy(key, key + BULK - 1, state), statements())
    return Timed(done.ms / BULK, done.whole_ms / BULK, None)


def _copy(first: int, last: int, state: str) -> list[int]:
    columns = [field.column for field in Listing._meta.concrete_fields if field.column not in OWN]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO careers_listing (public_id, slug, state, {names})"
            f" SELECT gen_random_uuid(), %s || id, %s, {names} FROM careers_listing WHERE id BETWEEN %s AND %s RETURNING id",
            (f"bench-{uuid4().hex}-", state, first, last),
        )
        return [copy for (copy,) in cursor.fetchall()]


def _written_as(state: str) -> AbstractContextManager[Any]:
    """Let the one statement that makes listings live, old or new, write another state instead."""

    def swap(execute, sql, params, many, context):
        if sql.startswith('UPDATE "careers_listing"'):
            params = tuple(state if value == LIVE else value for value in params)
        elif sql.startswith('INSERT INTO "careers_listing" '):
            params = [rows.replace(f'"state": "{LIVE}"', f'"state": "{state}"') for rows in params]
        return execute(sql, params, many, context)

    return connection.execute_wrapper(swap) if state != LIVE else nullcontext()
