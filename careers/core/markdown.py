"""Descriptions: Markdown as people paste it, cleaned and limited, and the safe HTML that is made of it once, on save."""

import html
import re
from collections.abc import Sequence

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from careers.core.pasted_html import is_html, to_markdown
from careers.core.pasted_template import refuse_placeholders, strip_front_matter, strip_template
from careers.core.text import RAW_LIMIT, check_length, clean_text
from careers.core.unseen import drop_unseen

MAX_LENGTH = 20_000

_TAGS = {
    "p", "ul", "ol", "li", "strong", "em", "s", "h3", "h4", "a", "br", "hr", "blockquote", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_WHOLE_ADDRESS = re.compile(r"https?://|mailto:", re.IGNORECASE)


def clean_source(text: str, *, maximum: int = MAX_LENGTH) -> str:
    """Clean Markdown from whatever was pasted: Markdown, plain text, a template's file or a whole web page.

    YAML front matter, Liquid tags, comments, raw HTML and unseen characters go. Raises a ValidationError, in words,
    when it is longer than `maximum` characters, when nothing of it is left, or when a template's placeholder still
    waits to be filled in.
    """
    if len(text) > RAW_LIMIT:
        check_length(text, maximum)
    source = clean_text(text)
    pasted_something = bool(source)
    source = strip_front_matter(source)
    if is_html(source):
        source = to_markdown(source)
    source = clean_text(strip_template(source))
    if pasted_something and not source:
        raise ValidationError(
            _("Only a template's own parts are in this text, no description. Paste the description itself."),
            code="empty",
        )
    check_length(source, maximum)
    refuse_placeholders(source)
    return source


def render(source: str) -> SafeString:
    """Safe HTML of cleaned Markdown. Its headings start at h3; links are whole addresses and marked nofollow and ugc."""
    made = nh3.clean(
        _markdown.render(source),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "th": {"scope"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="nofollow ugc noopener",
        # A block of code scrolls sideways, and must do so by keyboard too.
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
    )
    # Entities such as &#8238; become characters only here.
    return mark_safe(drop_unseen(made).strip())


def plain_text(rendered: str) -> str:
    """The words of rendered HTML in one line, for searching and for summaries."""
    return " ".join(html.unescape(nh3.clean(re.sub(r"<", " <", rendered), tags=set())).split())


class _Renderer(RendererHTML):
    """Pictures become their description: a listing loads nothing from elsewhere."""

    def image(self, tokens: Sequence[Token], idx: int, options, env) -> str:
        """The alternative text of one picture."""
        return html.escape(self.renderInlineAsText(tokens[idx].children or [], options, env))


def _tidy(state) -> None:
    """Shift headings to h3 and h4, drop links that are no whole addresses, mark the heads of columns."""
    levels = [int(token.tag[1]) for token in state.tokens if token.type == "heading_open"]
    highest = min(levels, default=1)
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, 3 + int(token.tag[1]) - highest)}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "inline" and token.children:
            token.children = _without_partial_links(token.children)


def _without_partial_links(tokens: list[Token]) -> list[Token]:
    kept, dropping = [], False
    for token in tokens:
        # Links hold no links, so one flag is enough.
        if token.type == "link_open":
            dropping = not _WHOLE_ADDRESS.match(str(token.attrGet("href") or ""))
        if not (dropping and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept


def _parser() -> MarkdownIt:
    # Line ends stay line ends: people who paste lists of plain lines mean them.
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.push("tidy", _tidy)
    return parser


_markdown = _parser()
