"""Pages of a long list by keyset: no OFFSET, both ways, with cursors that are signed and mean nothing to a reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet

SALT = "careers.core.paging"
LONGEST_CURSOR = 400


class BadCursor(ValueError):
    """A cursor that this board did not make, or made for another order."""


@dataclass(frozen=True)
class KeysetPage:
    """One page of rows, with the cursors of its neighbours; an empty cursor means there is none."""

    rows: list
    newer: str = ""
    older: str = ""


def keyset_page(queryset: QuerySet, keys: tuple[str, ...], cursor: str, size: int) -> KeysetPage:
    """`size` rows at a place in the order of `keys`, all descending and empty values last.

    `keys` are columns of the model ("-rank_at", "-pk"); the last one is unique, so that the order is total. Rows that
    come or go elsewhere neither repeat nor hide a row. Raises BadCursor for one that is forged or of another order.
    """
    names = [key.removeprefix("-") for key in keys]
    order = [F(name).desc(nulls_last=True) if _may_be_null(queryset, name) else F(name).desc() for name in names]
    if not cursor:
        return _first(queryset, names, order, size)
    direction, values = _read(queryset, names, cursor)
    beyond = _beyond(queryset, names, values, older=direction == "older")
    if direction == "older":
        rows = list(queryset.filter(beyond).order_by(*order)[: size + 1])
        older = _write("older", names, rows[size - 1]) if len(rows) > size else ""
        return KeysetPage(rows[:size], _write("newer", names, rows[0]) if rows else "", older)
    rows = list(queryset.filter(beyond).order_by(*(step.copy() for step in _reversed(order)))[: size + 1])
    if len(rows) <= size:
        # So near to the start that a whole page stands there.
        return _first(queryset, names, order, size)
    rows = rows[:size][::-1]
    return KeysetPage(rows, _write("newer", names, rows[0]), _write("older", names, rows[-1]))


def _first(queryset: QuerySet, names: list[str], order: list, size: int) -> KeysetPage:
    rows = list(queryset.order_by(*order)[: size + 1])
    return KeysetPage(rows[:size], "", _write("older", names, rows[size - 1]) if len(rows) > size else "")


def _reversed(order: list) -> list:
    return [
        F(step.expression.name).asc(nulls_first=True) if step.nulls_last else F(step.expression.name).asc()
        for step in order
    ]


def _beyond(queryset: QuerySet, names: list[str], values: list, *, older: bool) -> Q:
    """The rows after (older) or before a place, written so that an index on the keys can be walked."""
    condition = Q(pk__in=[])
    for name, value in reversed(list(zip(names, values, strict=True))):
        nullable = _may_be_null(queryset, name)
        if value is None:
            further = Q(pk__in=[]) if older else Q(**{f"{name}__isnull": False})
            condition = further | (Q(**{f"{name}__isnull": True}) & condition)
        else:
            further = Q(**{f"{name}__lt" if older else f"{name}__gt": value})
            if older and nullable:
                further |= Q(**{f"{name}__isnull": True})
            condition = further | (Q(**{name: value}) & condition)
    return condition


def _write(direction: str, names: list[str], row: Any) -> str:
    values = [getattr(row, name) for name in names]
    plain = [
        value if value is None else value.isoformat() if isinstance(value, datetime) else str(value) for value in values
    ]
    return signing.dumps([direction, ",".join(names), plain], salt=SALT, compress=True)


def _read(queryset: QuerySet, names: list[str], cursor: str) -> tuple[str, list]:
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise BadCursor("too long")
        direction, order, plain = signing.loads(cursor, salt=SALT)
        if order != ",".join(names) or direction not in ("newer", "older"):
            raise BadCursor("another order")
        fields = [_field(queryset, name) for name in names]
        return direction, [
            None if value is None else field.to_python(value) for field, value in zip(fields, plain, strict=True)
        ]
    except (signing.BadSignature, ValueError, TypeError, OverflowError) as error:
        raise BadCursor(str(error)) from error


def _field(queryset: QuerySet, name: str):
    meta = queryset.model._meta
    return meta.pk if name == "pk" else meta.get_field(name)


def _may_be_null(queryset: QuerySet, name: str) -> bool:
    return bool(_field(queryset, name).null)
