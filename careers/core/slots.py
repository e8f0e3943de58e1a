"""Slots of templates: parts that a kept piece leaves open, to be filled by themselves."""

import contextlib
import re
import secrets
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from django.template import Context, Node, NodeList
from django.utils.safestring import SafeString, mark_safe

# Letters for private use; the kind says whose slot it is.
MARK = "\ue000{}\ue001"
# In a page the marks stand among texts that anybody wrote: nobody can guess these.
_OF_PAGES = f"{secrets.token_hex(8)}:"
_openings = re.compile(MARK.format(f"{_OF_PAGES}([^\ue001]*)"))
# What the marks of slots begin with; nothing while slots are filled as they stand.
_kind: ContextVar[str] = ContextVar("kind of slots left open", default="")


class SlotNode(Node):
    """A part of a template that may be left open; in a plain rendering it is just there."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The part, or its mark."""
        kind = _kind.get()
        return mark_safe(MARK.format(kind + self.name)) if kind else self.nodelist.render(context)


@contextlib.contextmanager
def left_open(kind: str) -> Iterator[None]:
    """Whatever is rendered meanwhile has MARK in the place of its slots, with this kind and the name of the slot."""
    token = _kind.set(kind)
    try:
        yield
    finally:
        _kind.reset(token)


def opened(render: Callable[[], str]) -> list[str]:
    """What `render` gives with its slots left open: text and the name of a slot by turns, text first and last."""
    with left_open(_OF_PAGES):
        return _openings.split(render())
