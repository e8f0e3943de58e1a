"""A database of its own for every test process, copied from a template that is migrated only when migrations change."""

import contextlib
import functools
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
# Any number that nobody else uses on this server.
LOCK = 7_314_021


def own_database(connection: BaseDatabaseWrapper) -> contextlib.AbstractContextManager[None]:
    """Point `connection` at a fresh copy of the migrated template, and drop the copy afterwards."""
    usual = connection.settings_dict["NAME"]
    return _copy(connection, usual, f"test_{usual}_{os.getpid()}")


def another_database(connection: BaseDatabaseWrapper) -> contextlib.AbstractContextManager[None]:
    """Within `own_database`: point `connection` at a second copy for a while, in which rows may stay and VACUUM may run."""
    usual, _, process = connection.settings_dict["NAME"].removeprefix("test_").rpartition("_")
    return _copy(connection, usual, f"test_{usual}_other_{process}")


@contextlib.contextmanager
def _copy(connection: BaseDatabaseWrapper, usual: str, name: str) -> Iterator[None]:
    before, template = connection.settings_dict["NAME"], f"{usual}_template_{_fingerprint()}"
    with _alone(connection) as cursor:
        _sweep(cursor, usual, template)
        if template not in _names(cursor):
            _build(connection, cursor, template)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _point(connection, name)
    try:
        yield
    finally:
        _point(connection, before)
        with _alone(connection) as cursor:
            # A thread of the live server may not have noticed yet that all is over.
            try:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            except ProgrammingError:
                # PostgreSQL's own autovacuum was in it, which only a superuser may end; it leaves when it is asked plainly.
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@contextlib.contextmanager
def _alone(connection: BaseDatabaseWrapper) -> Iterator:
    # Processes that start together build one template, not two: the lock ends with the connection.
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor


def _build(connection: BaseDatabaseWrapper, cursor, template: str) -> None:
    half = f"{template}_half"
    cursor.execute(f'DROP DATABASE IF EXISTS "{half}"')
    cursor.execute(f'CREATE DATABASE "{half}"')
    usual = connection.settings_dict["NAME"]
    _point(connection, half)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    finally:
        _point(connection, usual)
    cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{template}"')


def _sweep(cursor, usual: str, template: str) -> None:
    """Drop templates of former migrations and what killed test processes have left."""
    for name in _names(cursor):
        old = name.startswith(f"{usual}_template_") and name != template
        dead = name.startswith(f"test_{usual}_") and not Path(f"/proc/{name.rpartition('_')[2]}").exists()
        if old or dead:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _names(cursor) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database")
    return [name for (name,) in cursor.fetchall()]


def _point(connection: BaseDatabaseWrapper, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _fingerprint() -> str:
    sources = [ROOT / "requirements.txt", *sorted((ROOT / "careers" / "migrations").glob("*.py"))]
    return hashlib.sha256(b"\0".join(source.name.encode() + source.read_bytes() for source in sources)).hexdigest()[:12]


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Roll back whatever is written within; a transaction of a test may stand around it, or within it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def flush_by_deleting(connection: BaseDatabaseWrapper) -> None:
    """Let Django undo what a test has committed by deleting its few rows: TRUNCATE makes each file of 60 tables anew."""
    connection.ops.sql_flush = functools.partial(_deletions, connection, connection.ops.sql_flush)  # type: ignore[method-assign]


def _deletions(
    connection: BaseDatabaseWrapper, truncations, style, tables, *, allow_cascade=False, **options
) -> list[str]:
    if allow_cascade:
        return truncations(style, tables, allow_cascade=True, **options)
    # What `migrate` itself has written stays; it would be written again.
    ours = sorted(set(tables) - {"django_content_type", "auth_permission"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'EXISTS (SELECT FROM "{name}")' for name in ours))
        full = [name for name, has_rows in zip(ours, cursor.fetchone(), strict=True) if has_rows]
    # Our own triggers keep logs and counts, of which nothing shall stay; those of foreign keys cannot be disabled like this.
    return [
        *(f'ALTER TABLE "{name}" DISABLE TRIGGER USER' for name in full),
        *(f'DELETE FROM "{name}"' for name in full),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f'ALTER TABLE "{name}" ENABLE TRIGGER USER' for name in full),
    ]


def empty() -> None:
    """Take every row that tests have committed out of the database of this process, however many there are."""
    call_command("flush", verbosity=0, interactive=False, allow_cascade=True)
    empty_queue()


def empty_queue() -> None:
    """Take out the jobs and workers, whose tables no flush knows as Django's own."""
    with connections["default"].cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
