"""Moving what points at one row over to another, whatever model it stands in."""

from django.db.models import Model, UniqueConstraint
from django.db.models.fields.reverse_related import ForeignObjectRel


def move_relation(relation: ForeignObjectRel, source: Model, target: Model) -> None:
    """Let every row that points to `source` through `relation` point to `target`.

    Where a uniqueness allows only one, the target's own row wins (its guide, its bridge from the same background),
    and the other one stays with the source, out of sight and not lost.
    """
    if relation.many_to_many:
        _move_links(relation, source, target)
    elif relation.one_to_one or _unique_with(relation):
        _move_where_free(relation, source, target)
    else:
        name = relation.field.name
        relation.related_model._base_manager.filter(**{name: source}).update(**{name: target})


def _move_links(relation, source: Model, target: Model) -> None:
    links = relation.through._base_manager
    ours, theirs = relation.field.m2m_reverse_field_name(), relation.field.m2m_field_name()
    held = links.filter(**{ours: target}).values(f"{theirs}_id")
    links.filter(**{ours: source}).exclude(**{f"{theirs}_id__in": held}).update(**{ours: target})
    links.filter(**{ours: source}).delete()


def _move_where_free(relation, source: Model, target: Model) -> None:
    rows, name = relation.related_model._base_manager, relation.field.name
    for row in rows.filter(**{name: source}):
        clash = [
            rows.filter(**{name: target}, **{other: getattr(row, other) for other in others}).exists()
            for others in _unique_with(relation) or [()]
        ]
        if not any(clash):
            rows.filter(pk=row.pk).update(**{name: target})


def _unique_with(relation) -> list[tuple[str, ...]]:
    """For each uniqueness that the key takes part in, the other fields of it."""
    name, options = relation.field.name, relation.related_model._meta
    uniques = [c.fields for c in options.constraints if isinstance(c, UniqueConstraint)]
    return [tuple(field for field in fields if field != name) for fields in uniques if name in fields]
