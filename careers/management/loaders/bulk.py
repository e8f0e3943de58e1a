"""Writing very many rows: blocks copied by several processes, indexes taken away before and made anew after."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

from django.db import Error, connection, connections, models, transaction
from psycopg import sql

WATCH_SECONDS = 1
# Plans are made while the tables are empty and kept: none of them may read a whole table once it has grown.
WHILE_COPYING = ("SET synchronous_commit = off", "SET enable_seqscan = off")
WHILE_INDEXING = {"maintenance_work_mem": "1GB", "max_parallel_maintenance_workers": "2"}


@dataclass(frozen=True)
class Taken:
    """What is taken away while rows are copied: its name, the statement that does it, and those that bring it back."""

    name: str
    drop: str
    make: tuple[str, ...]


@dataclass(frozen=True)
class Copied:
    """Lines for COPY into columns of a model's table."""

    model: type[models.Model]
    columns: tuple[str, ...]
    lines: list[str]


INDEXES = """
    SELECT index.relname, format('DROP INDEX %%I', index.relname), pg_get_indexdef(index.oid) ||
           array(SELECT format('ALTER INDEX %%I ALTER COLUMN %%s SET STATISTICS %%s', index.relname, attnum, attstattarget)
                 FROM pg_attribute WHERE attrelid = index.oid AND attstattarget >= 0 ORDER BY attnum)
    FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_class AS belongs ON belongs.oid = indrelid
    WHERE belongs.relname = ANY (%s) AND belongs.relnamespace = current_schema()::regnamespace AND NOT indisprimary
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.oid)
    ORDER BY belongs.relname, index.relname
"""
KEYS = """
    SELECT conname, format('ALTER TABLE %%I DROP CONSTRAINT %%I', belongs.relname, conname),
           array[format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', belongs.relname, conname, pg_get_constraintdef(key.oid))]
    FROM pg_constraint AS key JOIN pg_class AS belongs ON belongs.oid = conrelid
    WHERE belongs.relname = ANY (%s) AND belongs.relnamespace = current_schema()::regnamespace AND contype = 'f'
    ORDER BY belongs.relname, conname
"""

# Statement triggers bring what hangs on the rows up to date. Here it comes in the same transaction.
FOLLOWERS = """
    SELECT tgname, format('ALTER TABLE %%I DISABLE TRIGGER %%I', belongs.relname, tgname),
           array[format('ALTER TABLE %%I ENABLE TRIGGER %%I', belongs.relname, tgname)]
    FROM pg_trigger JOIN pg_class AS belongs ON belongs.oid = tgrelid
    WHERE belongs.relname = ANY (%s) AND belongs.relnamespace = current_schema()::regnamespace
      AND NOT tgisinternal AND tgtype & 1 = 0 AND tgenabled = 'O'
    ORDER BY belongs.relname, tgname
"""


def secondary(tables: list[str]) -> list[Taken]:
    """The indexes of `tables` that no constraint rests on, their foreign keys, and their statement triggers."""
    found = []
    with connection.cursor() as cursor:
        for question in (INDEXES, KEYS, FOLLOWERS):
            cursor.execute(question, [tables])
            found += [Taken(name, taking, tuple(making)) for name, taking, making in cursor.fetchall()]
    return found


@contextlib.contextmanager
def without_indexes(tables: list[str], say: Callable[[str], object]) -> Iterator[None]:
    """Take away what `secondary` names for the time of the block, and bring it back whatever happens in it.

    Each foreign key is checked over all rows then; whoever writes rows sees to what statement triggers would have done.
    Only a killed process leaves a database without all this; then it is to be thrown away.
    """
    taken = secondary(tables)
    with _undisturbed(say), transaction.atomic(), connection.cursor() as cursor:
        for each in taken:
            cursor.execute(each.drop)
    try:
        yield
    finally:
        with _undisturbed(say):
            _bring_back(taken, say)


def _bring_back(taken: list[Taken], say: Callable[[str], object]) -> None:
    failed: list[Error] = []
    with connection.cursor() as cursor:
        for name, value in WHILE_INDEXING.items():
            cursor.execute(f"SET {name} = '{value}'")
        for number, each in enumerate(taken, start=1):
            say(f"indexes and keys, {number} of {len(taken)}: {each.name}")
            try:
                for statement in each.make:
                    cursor.execute(statement)
            except Error as refused:
                # The others shall be back all the same.
                failed.append(refused)
        for name in WHILE_INDEXING:
            cursor.execute(f"RESET {name}")
    if failed:
        raise failed[0]


def copy_blocks(
    blocks: int, make: Callable[[int], tuple[int, list[Copied]]], *, processes: int, done: Callable[[int], object]
) -> None:
    """Write blocks 0 to `blocks` - 1, each whole in a transaction of its own. `done` is told the rows of each.

    `make` gives how many rows a block counts for, and what to copy, in order. It runs in child processes of ours, which
    inherit everything that it holds and open connections of their own. The first error of any of them is raised here.
    """
    # A child may not share a connection with us.
    connections.close_all()
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("fork"), initializer=_begin_child, initargs=(os.getpid(), make)
    )
    try:
        for future in as_completed([pool.submit(_write_block, number) for number in range(blocks)]):
            done(future.result())
    finally:
        pool.shutdown(cancel_futures=True)


def vacuum(tables: list[str]) -> None:
    """VACUUM and ANALYZE, so that the first question is planned well and finds no page unread."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(table)}")


def reserve_keys(model: type[models.Model], count: int) -> int:
    """Take `count` keys of a table out of its sequence; returns the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s)", [sequence])
        (first,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + count - 1])
    return first


_make: Callable[[int], tuple[int, list[Copied]]]


def _begin_child(parent: int, make: Callable[[int], tuple[int, list[Copied]]]) -> None:
    global _make
    _make = make
    # Ctrl-C is for the parent, which then lets us end our block.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with connection.cursor() as cursor:
        for statement in WHILE_COPYING:
            cursor.execute(statement)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os._exit(1)


def _write_block(number: int) -> int:
    rows, copied = _make(number)
    with transaction.atomic(), connection.cursor() as cursor:
        for part in copied:
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(part.model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, part.columns))
            )
            with cursor.cursor.copy(statement) as copy:
                copy.write("".join(part.lines))
    return rows


@contextlib.contextmanager
def _undisturbed(say: Callable[[str], object]) -> Iterator[None]:
    """Put off Ctrl-C and SIGTERM until the block has ended: no index is left behind. In the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def note(number: int, _frame: object) -> None:
        asked.append(number)
        say("ending as soon as the indexes are back")

    usual = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        if asked:
            signal.raise_signal(asked[0])
