"""A web page, or a piece of one, as somebody pastes it: reduced to its main text, written as Markdown."""

import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from markdownify import markdownify

_BLOCKS = "html|head|body|main|article|section|div|p|ul|ol|h[1-6]|table|blockquote|pre"
_KNOWN = f"{_BLOCKS}|li|dl|dt|dd|t[rhd]|thead|tbody|tfoot|caption|a|b|i|u|s|em|strong|small|sub|sup|span|font|center|br|hr|img"
_PAGE = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]|<main[\s>]", re.IGNORECASE)
_OPENING = re.compile(rf"<(?:{_BLOCKS})(?:\s[^<>]*)?>", re.IGNORECASE)
_MARKDOWN_LINE = re.compile(r"^(?:#{1,6} |[-*+] |```)", re.MULTILINE)
_LINK = re.compile(r'<a\s[^<>]*?href="(https?://[^"<>\s]+)"[^<>]*>([^<>\[\]]*)</a>', re.IGNORECASE)
# The author's own tags in what is otherwise Markdown. Attributes have no angle brackets, so this can't run far.
_BREAK = re.compile(r"<(?:br|/?p|hr|/?div|/?li)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>", re.IGNORECASE)

# The parsers' time grows with the square of how deep elements stand and how many there are; real pages stay far below.
DEEPEST = 100
MOST_TAGS = 3_000
_TAG_START = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# These close by themselves, or hold nothing.
_FLAT = {
    "area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "path", "source",
    "tbody", "td", "th", "tr", "wbr",
}  # fmt: skip
_PROGRAM = re.compile(r"<(/?)(script|style)\b[^>]*>", re.IGNORECASE)

_KEPT = {
    "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "a", "strong", "em", "b", "i",
    "blockquote", "pre", "code", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_GONE = {
    "script", "style", "title", "template", "noscript", "nav", "footer", "aside", "svg", "math", "iframe", "object",
    "button", "select", "textarea", "canvas", "audio", "video", "dialog",
}  # fmt: skip


def is_html(text: str) -> bool:
    """Whether the text is a page, starts as HTML does or is built of its blocks; Markdown with a tag or two is none."""
    if _PAGE.search(text) or _OPENING.match(text.lstrip()):
        return True
    return len(_OPENING.findall(text)) >= 3 and not _MARKDOWN_LINE.search(text)


def to_markdown(html: str) -> str:
    """The main text of a page as Markdown, without navigation, scripts, forms and pictures.

    Links keep only whole web and mail addresses: others led to the page that this was copied from. Raises a
    ValidationError for markup that is nested beyond what anybody writes.
    """
    html = _without_programs(html)
    _refuse_tangle(html, flat=_FLAT, most=len(html))
    kept = _sanitised(html, _GONE)
    main = _between(kept, "main") or _between(kept, "article")
    if main is None:
        main = _sanitised(html, _GONE | {"header"})
    _refuse_tangle(main, flat={"br"}, most=MOST_TAGS)
    # The div tells Beautiful Soup that this is no file name or address, of which it would warn.
    return markdownify(f"<div>{_without_line_ends(main)}</div>", heading_style="ATX", bullets="-")


def strip_tags(text: str) -> str:
    """Markdown without the HTML tags in it: those that break a line become an empty line; unknown `<words>` stay."""
    text = _LINK.sub(r"[\2](\1)", text)
    return _TAG.sub("", _BREAK.sub("\n\n", text))


def _without_programs(html: str) -> str:
    """The page without scripts and styles: a program's "less than" would be taken for a tag."""
    pieces, place, inside = [], 0, ""
    for tag in _PROGRAM.finditer(html):
        name = tag[2].lower()
        if not inside and not tag[1]:
            pieces.append(html[place : tag.start()])
            inside = name
        elif inside == name and tag[1]:
            place, inside = tag.end(), ""
    return "".join([*pieces, "" if inside else html[place:]])


def _refuse_tangle(html: str, *, flat: set[str], most: int) -> None:
    depth = 0
    for count, tag in enumerate(_TAG_START.finditer(html), 1):
        if tag[2].lower() not in flat:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST or count > most:
            raise ValidationError(
                _("This page is built too intricately to be read. Paste its text alone."), code="tangled"
            )


def _sanitised(html: str, gone: set[str]) -> str:
    return nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=gone,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=None,
    )


def _between(html: str, tag: str) -> str | None:
    start, end = html.find(f"<{tag}>"), html.rfind(f"</{tag}>")
    return html[start + len(tag) + 2 : end] if 0 <= start < end else None


def _without_line_ends(html: str) -> str:
    """HTML whose line ends, which mean nothing outside `pre`, can't become line breaks of the Markdown."""
    pieces: list[str] = []
    for number, piece in enumerate(re.split(r"(</?pre>)", html)):
        # Every tag stands at an odd place; what follows an opening one is literal.
        literal = number >= 2 and pieces[number - 1] == "<pre>"
        pieces.append(piece if number % 2 or literal else re.sub(r"[ \t\n]+", " ", piece))
    return "".join(pieces)
