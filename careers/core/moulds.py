"""Templates poured like a mould: rendered once for each of their shapes, with marks where values go, then filled.

From then on a piece of a page costs about as much as joining its text. A mould holds no row's data.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextvars import ContextVar
from functools import cached_property
from html import escape
from typing import Any

from django.template import Context, Node, NodeList
from django.template import Template as DjangoTemplate
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from careers.core.fragments import Store

# Letters for private use: whoever writes them into a text finds them there as written, for values come in afterwards.
MARK = "\ue000{}\ue001"
MARKS = re.compile("\ue000([^\ue001]*)\ue001")
SLOT = "slot:"
# In a page the marks stand among texts that anybody wrote: nobody can guess these.
OPEN = f"{secrets.token_hex(8)}:"
OPENINGS = re.compile(MARK.format(f"{OPEN}([^\ue001]*)"))
shapes = Store(4_000)
# What the marks of slots begin with; nothing while slots are filled as they stand.
_leaving_open: ContextVar[str] = ContextVar("leaving open", default="")


class SlotNode(Node):
    """A part of a template that its mould leaves open, to be filled by itself; in a plain rendering it is just there."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The part, or its mark."""
        kind = _leaving_open.get()
        return mark_safe(MARK.format(kind + self.name)) if kind else self.nodelist.render(context)


class Turn:
    """A value that the template compares, counts or hands to a tag: it makes the shape, and no mark stands for it."""

    __slots__ = ("value",)

    def __init__(self, value: Hashable) -> None:
        self.value = value


class Mould:
    """A template, or one slot of it, poured from values: `name` is what the template calls the mapping of them.

    Text and numbers go in as they are, escaped unless they are safe; the template may ask whether a text is empty, and
    nothing else of it: no filter, no comparison. What it does compare comes as a Turn, True, False or None. `beside` are
    further values, all of them turns. Filling gives the text between the slots, so one piece where there is no slot.
    """

    def __init__(self, template: str, name: str, *, slot: str = "") -> None:
        self._file, self._name, self._slot = template, name, slot

    def fill(self, values: Mapping[str, Any], **beside: Hashable) -> list[SafeString]:
        """The pieces between the slots, in the order in which they stand."""
        flat = dict(_leaves(values)) if any(type(value) is dict for value in values.values()) else values
        shape = (self, get_language(), *beside.items(), *flat, *[_shape(value) for value in flat.values()])
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

    def _pour(self, values: Mapping[str, Any], beside: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
        """For each piece a pattern for `%`, and the names of the values that go into it."""
        nodes, token = self._template.nodelist, None
        if self._slot:
            (nodes,) = [node.nodelist for node in nodes.get_nodes_by_type(SlotNode) if node.name == self._slot]  # type: ignore[attr-defined]
        context = Context({**beside, self._name: _marked(values)})
        token = _leaving_open.set(SLOT)
        try:
            with context.render_context.push_state(self._template), context.bind_template(self._template):
                text = nodes.render(context)
        finally:
            _leaving_open.reset(token)
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


def opened(render: Callable[[], str]) -> list[str]:
    """What `render` gives with its slots left open: text and the name of a slot by turns, text first and last."""
    token = _leaving_open.set(OPEN)
    try:
        return OPENINGS.split(render())
    finally:
        _leaving_open.reset(token)


def _leaves(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield above + name, value


def _is_turn(value: Any) -> bool:
    return value is None or isinstance(value, bool | Turn)


def _shape(value: Any) -> Hashable:
    if isinstance(value, str):
        # Neither True nor False, which a turn may be.
        return "#" if value else ""
    return (value.value if isinstance(value, Turn) else value) if _is_turn(value) else "#"


def _marked(values: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    marked: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            marked[name] = _marked(value, f"{above}{name}.")
        elif _is_turn(value):
            marked[name] = value.value if isinstance(value, Turn) else value
        else:
            marked[name] = mark_safe(MARK.format(above + name)) if value != "" else ""
    return marked


def _written(value: Any) -> str:
    return value if type(value) is SafeString else escape(value if type(value) is str else str(value))
