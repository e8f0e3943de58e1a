"""Text as people paste it, made clean before it is kept: one spelling, no unseen and no deceiving characters."""

import re
import unicodedata

import ftfy
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from careers.core.unseen import drop_unseen

# What may be typed or pasted at all, before anything looks at it: a whole saved web page still fits.
RAW_LIMIT = 200_000

# Only the encoding is mended: the author's quotes, ligatures and widths are his own.
_MENDING = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u2028\u2029]")
_MANY_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_LINK = re.compile(r"://|\bwww\.|\]\(|\b[\w-]+\.[a-z]{2,}/|\S@[\w-]+\.\w", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Text of several lines in one spelling: NFC, `\\n`, damage mended, nothing unseen in it, no blanks around.

    Cleaning what is clean changes nothing. Tabs and the blanks at the end of a line stay (Markdown means something
    by them), letters of every script stay; bidi controls, zero-width and control characters go.
    """
    for _attempt in range(4):
        before = text
        text = _SURROGATES.sub("", text)
        # Mending comes before the removal: what double encoding makes of a letter has control characters in it.
        text = ftfy.fix_text(text, _MENDING)
        text = _LINE_ENDS.sub("\n", text)
        text = unicodedata.normalize("NFC", drop_unseen(text))
        text = _MANY_EMPTY_LINES.sub("\n\n", text).strip()
        if text == before:
            break
    return text


def clean_line(text: str) -> str:
    """Text of one line, for titles and names: as `clean_text`, with every run of blanks and line ends one space."""
    for _attempt in range(4):
        before = text
        text = " ".join(clean_text(text).split())
        # What stood on two lines may, on one, turn out to be one damaged letter.
        if text == before:
            break
    return text


def sentences(text: str) -> list[str]:
    """The sentences of curated text, in order: where one must be short, the first of them stands for all."""
    return [sentence for sentence in _BETWEEN_SENTENCES.split(text.strip()) if sentence]


def check_length(text: str, maximum: int) -> None:
    """Raise a ValidationError that says how long the text is and how long it may be, in characters."""
    if len(text) > maximum:
        raise ValidationError(
            _("This text is %(length)s characters long; at most %(maximum)s fit. Shorten it and send it again."),
            code="max_length",
            params={"length": _grouped(len(text)), "maximum": _grouped(maximum)},
        )


def refuse_links(text: str) -> None:
    """Raise a ValidationError when a name or title carries a web or mail address; "Booking.com" is a name."""
    if _LINK.search(text):
        raise ValidationError(_("Write this without a web or mail address."), code="link")


def _grouped(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)
