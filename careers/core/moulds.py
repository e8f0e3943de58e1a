"""Templates poured like a mould: rendered once for each of their shapes, with marks where values go, then filled.

From then on a piece of a page costs about as much as joining its text. A mould holds no row's data.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from html import escape
from typing import Any

from django.template import Context, NodeList
from django.template import Template as DjangoTemplate
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from careers.core.fragments import Store
from careers.core.slots import MARK, SlotNode, left_open

# Whoever writes such letters into a text finds them there as written, for values come in afterwards.
MARKS = re.compile("\ue000([^\ue001]*)\ue001")
SPECIAL = re.compile("[&<>\"']").search
SLOT = "slot:"
shapes = Store(4_000)


class Turn:
    """A value that the template compares, counts or hands to a tag: it makes the shape, and no mark stands for it."""

    __slots__ = ("value",)

    def __init__(self, value: Hashable) -> None:
        self.value = value


class Mould:
    """A template, or some slots of it, poured from values: `name` is what the template calls the mapping of them.

    Text and numbers go in as they are, escaped unless they are safe; the template may ask whether a text is empty, and
    nothing else of it: no filter, no comparison. What it does compare comes as a Turn, True, False or None. `beside` are
    further values, all of them turns. Filling gives the text between the slots, so one piece where there is no slot; of
    a mould of slots what each of them holds, so one piece for each.
    """

    def __init__(self, template: str, name: str, *, slots: tuple[str, ...] = ()) -> None:
        self._file, self._name, self._slots = template, name, slots

    def fill(self, values: Mapping[str, Any], **beside: Hashable) -> list[SafeString]:
        """The pieces between the slots, in the order in which they stand."""
        flat = dict(_leaves(values)) if any(type(value) is dict for value in values.values()) else values
        # What is written most often is told apart here, for a call would cost more.
        shapes_of = [("#" if value else "") if type(value) is str else _shape(value) for value in flat.values()]
        shape = (self, get_language(), *beside.items(), *flat, *shapes_of)
        poured = shapes.get(shape)
        if poured is None:
            poured = shapes.put(shape, self._pour(values, beside))
        return [SafeString(text % tuple([_written(flat[name]) for name in names])) for text, names in poured]

    def whole(self, values: Mapping[str, Any], **beside: Hashable) -> SafeString:
        """What a template without slots makes of the values."""
        (piece,) = self.fill(values, **beside)
        return piece

    @cached_property
    def _template(self) -> DjangoTemplate:
        return get_template(self._file).template  # type: ignore[attr-defined]

    @cached_property
    def _parts(self) -> list[NodeList]:
        nodes = self._template.nodelist
        inside = {node.name: node.nodelist for node in nodes.get_nodes_by_type(SlotNode)}  # type: ignore[attr-defined]
        return [inside[slot] for slot in self._slots] or [nodes]

    def _pour(self, values: Mapping[str, Any], beside: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
        """For each piece a pattern for `%`, and the names of the values that go into it."""
        context = Context({**beside, self._name: _marked(values)})
        with left_open(SLOT), context.render_context.push_state(self._template), context.bind_template(self._template):
            text = MARK.format(SLOT).join(nodes.render(context) for nodes in self._parts)
        pieces: list[tuple[str, tuple[str, ...]]] = [("", ())]
        for number, part in enumerate(MARKS.split(text)):
            written, names = pieces[-1]
            if number % 2 == 0:
                pieces[-1] = (written + part.replace("%", "%%"), names)
            elif part.startswith(SLOT):
                pieces.append(("", ()))
            else:
                pieces[-1] = (written + "%s", (*names, part))
        return pieces


def _leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if type(value) is dict:
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield above + name, value


def _is_turn(value: Any) -> bool:
    return value is None or value is True or value is False or type(value) is Turn


def _shape(value: Any) -> Hashable:
    if _is_turn(value):
        return value.value if type(value) is Turn else value
    # Neither True nor False, which a turn may be.
    return "#" if value != "" else ""


def _marked(values: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    marked: dict[str, Any] = {}
    for name, value in values.items():
        if type(value) is dict:
            marked[name] = _marked(value, f"{above}{name}.")
        elif _is_turn(value):
            marked[name] = value.value if isinstance(value, Turn) else value
        else:
            marked[name] = mark_safe(MARK.format(above + name)) if value != "" else ""
    return marked


def _written(value: Any) -> str:
    if type(value) is SafeString:
        return value
    text = value if type(value) is str else str(value)
    return escape(text) if SPECIAL(text) else text
