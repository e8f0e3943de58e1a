"""Tags of pieces that are kept or poured: see careers/core/fragments.py and careers/core/moulds.py."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from careers.core.fragments import fragments
from careers.core.moulds import Mould
from careers.core.slots import SlotNode

register = template.Library()
_moulds: dict[str, Mould] = {}


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """`{% slot name %}…{% endslot %}`: the part of a kept piece that is made anew for each page."""
    _tag, name = token.split_contents()
    nodes = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name, nodes)


class KeptNode(template.Node):
    """What stands between the tags, rendered when its key is new."""

    def __init__(self, name: str, keys: list[FilterExpression], nodelist: template.NodeList) -> None:
        self.name, self.keys, self.nodelist = name, keys, nodelist

    def render(self, context: template.Context) -> SafeString:
        """The kept text; rendered and not kept when one of its keys is None."""
        keys = [key.resolve(context, ignore_failures=True) for key in self.keys]
        if None in keys:
            return self.nodelist.render(context)
        key = (self.name, get_language(), *keys)
        return fragments.get(key) or fragments.put(key, self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept name key … %}…{% endkept %}`: kept in the process for each language and key. A None says: not this time.

    The keys name everything that stands inside and may change while the process runs.
    """
    _tag, name, *keys = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, [parser.compile_filter(key) for key in keys], nodes)


class OnceNode(template.Node):
    """What stands between the tags, rendered once for a mapping of pieces."""

    def __init__(self, pieces: FilterExpression, name: FilterExpression, nodelist: template.NodeList) -> None:
        self.pieces, self.name, self.nodelist = pieces, name, nodelist

    def render(self, context: template.Context) -> SafeString:
        """The piece of that name; without a mapping it is rendered each time."""
        pieces, name = self.pieces.resolve(context), self.name.resolve(context)
        if not isinstance(pieces, dict):
            return self.nodelist.render(context)
        if name not in pieces:
            pieces[name] = self.nodelist.render(context)
        return pieces[name]


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once pieces "rail" %}…{% endonce %}`: what a view holds for many pages is rendered for the first of them."""
    _tag, pieces, name = token.split_contents()
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(parser.compile_filter(pieces), parser.compile_filter(name), nodes)


@register.simple_tag
def pour(rows: list[dict[str, Any]], file: str, name: str, **beside: Any) -> SafeString:
    """`{% pour choices "listings/_choice.html" "choice" is_row=True %}`: one after the other, poured from the file's mould."""
    if file not in _moulds:
        _moulds[file] = Mould(file, name)
    mould = _moulds[file]
    return mark_safe("".join([mould.whole(row, **beside) for row in rows]))


@register.simple_tag
def listing_cards(cards: list[Any], heading: str = "h3") -> SafeString:
    """The cards of a list, their titles in `h2` or `h3`."""
    return mark_safe("".join([card.markup(heading) for card in cards]))
