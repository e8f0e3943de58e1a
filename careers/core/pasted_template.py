"""What a site builder's template leaves in a text: front matter, Liquid tags, comments, markers, open placeholders."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careers.core.pasted_html import strip_tags

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# Its first line that is no comment names a value.
_FRONT_MATTER_KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[A-Za-z_][\w ./-]*:(?:\s|\Z)")
_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]+`)", re.DOTALL)
# Bounded, so that a text of nothing but openings costs little.
_LIQUID = re.compile(r"\{%-?[^%]{0,400}%\}|\{\{-?[^{}]{0,400}\}\}")
_LIQUID_COMMENT = re.compile(
    r"\{%-?\s{0,9}comment\s{0,9}-?%\}(.{0,4000}?)\{%-?\s{0,9}endcomment\s{0,9}-?%\}", re.DOTALL
)
_LIQUID_REST = re.compile(r"\{%|%\}|\{\{|\}\}")
_MARKER_LINE = re.compile(r"^[#*\s]*[🔻🔺⬇👇]{2,}[#*\s]*$", re.MULTILINE)
_PLACEHOLDER = re.compile(
    r"\[\s?(?:insert|your|add|enter|company name|job title|isi(?:kan)?|masukkan|nama perusahaan)\b[^\]\n]{0,80}\](?!\()"
    r"|\blorem ipsum dolor\b",
    re.IGNORECASE,
)


def strip_front_matter(source: str) -> str:
    """The text after a YAML header; a text between two rules is none."""
    return _FRONT_MATTER.sub(lambda match: "" if _FRONT_MATTER_KEY.match(match[1]) else match[0], source, count=1)


def strip_template(source: str) -> str:
    """The text without Liquid, comments, raw HTML tags and marker lines, but for what is marked as code."""
    for _attempt in range(3):
        before = source
        source = _MARKER_LINE.sub("", _outside_code(source, _without_template))
        # What is taken out may leave another tag behind: "<<b>b>".
        if source == before:
            break
    return source


def refuse_placeholders(source: str) -> None:
    """Raise a ValidationError that names the first placeholder which still waits to be filled in."""
    found = _PLACEHOLDER.search(source)
    if found:
        raise ValidationError(
            _("“%(placeholder)s” is still left from a template. Fill it in or take it out."),
            code="placeholder",
            params={"placeholder": found[0]},
        )


def _outside_code(source: str, change: Callable[[str], str]) -> str:
    """`change` applied to all but code: whoever explains a tag or a prompt with {{name}} marks it as code."""
    pieces = _CODE.split(source)
    return "".join(piece if number % 2 else change(piece) for number, piece in enumerate(pieces))


def _without_template(text: str) -> str:
    text = _without_comments(text)
    text = _LIQUID.sub("", _LIQUID_COMMENT.sub("", text))
    while _LIQUID_REST.search(text):
        text = _LIQUID_REST.sub("", text)
    return strip_tags(text)


def _without_comments(text: str) -> str:
    pieces, place = [], 0
    while (start := text.find("<!--", place)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        pieces.append(text[place:start])
        place = end + 3
    pieces.append(text[place:].replace("<!--", ""))
    return "".join(pieces)
