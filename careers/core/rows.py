"""Many rows of a model handed to PostgreSQL at once: asked whether they may stand, and inserted, by one statement each.

They go as one JSON value. `bulk_create` would make a parameter of every column of every row, which takes longer than all
the rest: thousands of them to be made ready, put into the text, and read there again.
"""

import json
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

CHECKS = """
    SELECT pg_get_expr(conbin, conrelid),
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey) ORDER BY attnum)
    FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c' ORDER BY conname
"""


class Promise(NamedTuple):
    """One check of a table: its condition in SQL, and the fields that it speaks of."""

    condition: str
    fields: tuple[models.Field, ...]


def broken_promises(rows: Sequence[models.Model]) -> list[tuple[int, tuple[models.Field, ...]]]:
    """(place among `rows`, the fields that do not go together) for every check of the table that would refuse a row.

    Rows of one model whose fields have been cleaned. Uniqueness and keys of other tables are not looked at.
    """
    if not rows:
        return []
    promises = _promises(type(rows[0]))
    given, value = _given(rows, {field for promise in promises for field in promise.fields})
    conditions = ", ".join(f"({number}, ({promise.condition}))" for number, promise in enumerate(promises))
    with connection.cursor() as cursor:
        # As for the table itself, a condition is broken when it is false, and not when it is unknown.
        cursor.execute(
            f"SELECT ordinality - 1, promise FROM ROWS FROM ({given}) WITH ORDINALITY,"
            f" LATERAL (VALUES {_plain(conditions)}) AS judged(promise, is_kept) WHERE is_kept IS FALSE ORDER BY 1, 2",
            [value],
        )
        return [(place, promises[number].fields) for place, number in cursor.fetchall()]


def insert_new(rows: Sequence[models.Model]) -> set[Any]:
    """Insert rows of one model, which know their keys, in this order and without signals; the keys of those that were written.

    Whoever meets a unique value that another row has is passed over; one that is just being written is waited for.
    """
    if not rows:
        return set()
    model = type(rows[0])
    fields = model._meta.concrete_fields
    given, value = _given(rows, fields)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table, key = (connection.ops.quote_name(str(name)) for name in (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {given} ON CONFLICT DO NOTHING RETURNING {key}", [value]
        )
        written = {found for (found,) in cursor.fetchall()}
    for row in rows:
        if row.pk in written:
            row._state.adding, row._state.db = False, connection.alias
    return written


def _given(rows: Sequence[models.Model], fields: Collection[models.Field]) -> tuple[str, str]:
    """The rows as a table of `fields`: what stands after FROM, with one placeholder, and the value for it."""
    types = ", ".join(
        f"{connection.ops.quote_name(str(field.column))} {field.cast_db_type(connection)}" for field in fields
    )
    values = [{field.column: field.get_prep_value(getattr(row, field.attname)) for field in fields} for row in rows]
    # What JSON does not know (moments, amounts, ids), the column reads from its plain form.
    return f"jsonb_to_recordset(%s) AS ({_plain(types)})", json.dumps(values, default=str)


def _plain(sql: str) -> str:
    return sql.replace("%", "%%")


@cache
def _promises(model: type[models.Model]) -> list[Promise]:
    columns = {field.column: field for field in model._meta.concrete_fields}
    with connection.cursor() as cursor:
        cursor.execute(CHECKS, [model._meta.db_table])
        return [Promise(condition, tuple(columns[name] for name in names)) for condition, names in cursor.fetchall()]
