"""Bring the rows of one curated table to where the seeds have them, and leave alone what a curator has touched.

Each row remembers, in `seed_digest`, what the seeds last wrote to it. While its present values still hash to that,
nobody has edited it and new seeds may overwrite it; else it is the curator's. What a curator deleted stays deleted.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.db import models
from django.utils import translation

from careers.core.bilingual import Seeded


@dataclass(frozen=True)
class Outcome:
    """What became of the rows of one table: counts of rows."""

    added: int = 0
    renewed: int = 0
    unchanged: int = 0
    kept: int = 0  # edited or deleted by a curator

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.added or self.renewed)

    def __str__(self) -> str:
        words = {
            "added": self.added,
            "renewed": self.renewed,
            "unchanged": self.unchanged,
            "left to the curator": self.kept,
        }
        return ", ".join(f"{count} {word}" for word, count in words.items() if count) or "nothing"


def load(
    model: type[Seeded],
    rows: Iterable[dict[str, Any]],
    *,
    key: tuple[str, ...],
    links: tuple[str, ...] = (),
    derive: Callable[[Any], None] | None = None,
    part_of: str = "",
) -> Outcome:
    """Load `rows` (field name, foreign keys as `<name>_id`, to value; `links` are many-to-many: primary keys).

    `key` names the fields that identify a row for ever. `derive` fills columns that follow from the others.
    Rows that are `part_of` another come with it: where parts of it stand already, a curator keeps their number and order.
    """
    wanted = [_Row(model, row, key, links) for row in rows]
    standing = {tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()}
    linked = {name: _linked(model, name) for name in links}
    deleted = _Deleted(model)
    complete = {getattr(row, part_of) for row in standing.values()} if part_of else set()
    added, renewed, kept = [], [], 0
    for row in wanted:
        present = standing.get(row.key)
        if present is None:
            if deleted.has(row.instance()) or row.values.get(part_of) in complete:
                kept += 1
            else:
                added.append(row)
        elif present.seed_digest != row.digest:
            if present.seed_digest and present.seed_digest == row.digest_of(present, linked):
                row.present = present
                renewed.append(row)
            else:
                kept += 1
    _write(model, added, renewed, links, derive)
    return Outcome(len(added), len(renewed), len(wanted) - len(added) - len(renewed) - kept, kept)


class _Row:
    """One row as the seeds want it."""

    def __init__(self, model: type[Seeded], values: dict[str, Any], key: tuple[str, ...], links: tuple[str, ...]):
        self.model = model
        self.links = {name: sorted(values[name]) for name in links}
        self.values = {name: value for name, value in values.items() if name not in links}
        self.key = tuple(self.values[name] for name in key)
        self.digest = _digest(model, self.values, self.links)
        self.present: Any = None

    def instance(self) -> Any:
        """A new, unsaved row."""
        return self.model(**self.values, seed_digest=self.digest)

    def digest_of(self, present: Any, linked: dict[str, dict[Any, list]]) -> str:
        """The digest of what stands in the database now, over the same fields."""
        values = {name: getattr(present, name) for name in self.values}
        return _digest(self.model, values, {name: sorted(linked[name][present.pk]) for name in self.links})

    def renewed(self) -> Any:
        """The standing row with the new values, unsaved."""
        for name, value in self.values.items():
            setattr(self.present, name, value)
        self.present.seed_digest = self.digest
        return self.present


class _Deleted:
    """The rows of a table that a curator deleted in the admin, known by the name in its log."""

    def __init__(self, model: type[Seeded]):
        log = LogEntry.objects.filter(
            action_flag=DELETION,
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
        )
        self.names = set(log.values_list("object_repr", flat=True))

    def has(self, row: Any) -> bool:
        """Whether a row of this name was deleted; the log is written in the language of whoever deleted it."""
        return bool(self.names) and any(name[:200] in self.names for name in _names(row))


def _names(row: Any) -> set[str]:
    names = set()
    for language in ("en", "id"):
        with translation.override(language):
            names.add(str(row))
    return names


def _digest(model: type[models.Model], values: dict[str, Any], links: dict[str, list]) -> str:
    plain = {name: _plain(model._meta.get_field(name).to_python(value)) for name, value in values.items()}
    text = json.dumps({"values": plain, "links": links}, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    # 15000 and 15000.00 are one number.
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _linked(model: type[models.Model], name: str) -> dict[Any, list]:
    field = model._meta.get_field(name)
    found: dict[Any, list] = defaultdict(list)
    rows = field.remote_field.through._default_manager.values_list(field.m2m_column_name(), field.m2m_reverse_name())
    for source, target in rows:
        found[source].append(target)
    return found


def _write(
    model: type[Seeded],
    added: list[_Row],
    renewed: list[_Row],
    links: tuple[str, ...],
    derive: Callable[[Any], None] | None,
) -> None:
    pairs = [(row, row.instance()) for row in added] + [(row, row.renewed()) for row in renewed]
    for _row, instance in pairs:
        if derive:
            derive(instance)
    model._default_manager.bulk_create([instance for row, instance in pairs if row.present is None])
    if standing := [instance for row, instance in pairs if row.present is not None]:
        columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._default_manager.bulk_update(standing, columns)
    for name in links:
        field = model._meta.get_field(name)
        through = field.remote_field.through
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        through._default_manager.filter(**{f"{source}__in": [instance.pk for instance in standing]}).delete()
        through._default_manager.bulk_create(
            through(**{source: instance.pk, target: pk}) for row, instance in pairs for pk in row.links[name]
        )
