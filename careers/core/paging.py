"""Pages of a long list by keyset: no OFFSET, both ways, with cursors that are signed and mean nothing to a reader."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

SALT = "careers.core.paging"
LONGEST_CURSOR = 400
Read = Callable[[QuerySet], list]  # rows of a query that is ordered and cut already


class BadCursor(ValueError):
    """A cursor that this board did not make, or made for another order."""


@dataclass(frozen=True)
class KeysetPage:
    """One page of rows, with the cursors of its neighbours; an empty cursor means there is none."""

    rows: list
    newer: str = ""
    older: str = ""


def keyset_page(
    queryset: QuerySet, keys: tuple[str, ...], cursor: str, size: int, *, is_gathered: bool = False, read: Read = list
) -> KeysetPage:
    """`size` rows at a place in the order of `keys`, all descending and empty values last.

    `keys` are columns of the model ("-rank_at", "-pk"); the last one is unique, so that the order is total. One written
    "-rank_at!" is never empty in these rows. Rows that come or go elsewhere neither repeat nor hide a row. Raises
    BadCursor for one that is forged or of another order.
    Few rows are better `is_gathered`: all of them found first, then sorted, instead of walking an index of the order.
    `read` may fetch more of each row than `queryset` says, as long as the order stays and the keys are there.
    """
    places = [_Key(queryset, key) for key in keys]
    order = [key.descending(is_gathered=is_gathered) for key in places]
    if not cursor:
        return _first(queryset.order_by(*order), places, size, read)
    direction, values = _read(places, cursor)
    if direction == "older":
        rows = _rows(queryset.order_by(*order), _parts(places, values, older=True), size + 1, read)
        older = _write("older", places, rows[size - 1]) if len(rows) > size else ""
        return KeysetPage(rows[:size], _write("newer", places, rows[0]) if rows else "", older)
    upwards = [step.copy() for step in _reversed(order)]
    rows = _rows(queryset.order_by(*upwards), _parts(places, values, older=False), size + 1, read)
    if len(rows) <= size:
        # So near to the start that a whole page stands there.
        return _first(queryset.order_by(*order), places, size, read)
    rows = rows[:size][::-1]
    return KeysetPage(rows, _write("newer", places, rows[0]), _write("older", places, rows[-1]))


class _Key:
    """One column of an order."""

    def __init__(self, queryset: QuerySet, key: str):
        meta = queryset.model._meta
        self.name = key.strip("-!")
        self.field = meta.pk if self.name == "pk" else meta.get_field(self.name)
        self.may_be_empty = self.field.null and not key.endswith("!")

    def descending(self, *, is_gathered: bool) -> OrderBy:
        # Of a value wrapped like this no index knows the order: the planner cannot be tempted to walk one.
        value = Coalesce(self.name, self.name) if is_gathered else F(self.name)
        return value.desc(nulls_last=True) if self.may_be_empty else value.desc()

    def value(self, written: str | None) -> Any:
        """What was written into a cursor; ValidationError when no row of the column can hold it."""
        value = self.field.to_python(written)
        if value is not None:
            self.field.run_validators(value)
        return value

    def q(self, lookup: str, value: Any) -> Q:
        return Q(**{f"{self.name}__{lookup}": value})


def _first(ordered: QuerySet, keys: list[_Key], size: int, read: Read) -> KeysetPage:
    rows = read(ordered[: size + 1])
    return KeysetPage(rows[:size], "", _write("older", keys, rows[size - 1]) if len(rows) > size else "")


def _rows(ordered: QuerySet, parts: list[Q], most: int, read: Read) -> list:
    rows: list = []
    for part in parts:
        if len(rows) < most:
            rows += read(ordered.filter(part)[: most - len(rows)])
    return rows


def _reversed(order: list[OrderBy]) -> list[OrderBy]:
    return [step.expression.asc(nulls_first=True) if step.nulls_last else step.expression.asc() for step in order]


def _parts(keys: list[_Key], values: list, *, older: bool) -> list[Q]:
    """The rows after (older) or before a place, as conditions one after the other, each a stretch of an index on the keys."""
    key, value, is_last = keys[0], values[0], len(keys) == 1
    within = [] if is_last else _parts(keys[1:], values[1:], older=older)
    alike = reduce(or_, within, Q(pk__in=[]))
    if value is None:
        empty = key.q("isnull", True) & alike
        return [empty] if older else [empty, key.q("isnull", False)]
    # The bound says nothing new, but an index can begin at it.
    beyond = key.q("lte" if older else "gte", value) & (
        key.q("lt" if older else "gt", value) | key.q("exact", value) & alike
    )
    if is_last:
        beyond = key.q("lt" if older else "gt", value)
    return [beyond, key.q("isnull", True)] if older and key.may_be_empty else [beyond]


def _write(direction: str, keys: list[_Key], row: Any) -> str:
    values = [getattr(row, key.name) for key in keys]
    plain = [
        value if value is None else value.isoformat() if isinstance(value, datetime) else str(value) for value in values
    ]
    return signing.dumps([direction, ",".join(key.name for key in keys), plain], salt=SALT, compress=True)


def _read(keys: list[_Key], cursor: str) -> tuple[str, list]:
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise BadCursor("too long")
        direction, order, plain = signing.loads(cursor, salt=SALT)
        if order != ",".join(key.name for key in keys) or direction not in ("newer", "older"):
            raise BadCursor("another order")
        return direction, [key.value(value) for key, value in zip(keys, plain, strict=True)]
    except (signing.BadSignature, ValidationError, ValueError, TypeError, OverflowError) as error:
        raise BadCursor(str(error)) from error
