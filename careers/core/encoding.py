"""Bytes that should be text."""

import codecs
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _

# In the WSGI environment of a request whose address the server did not read to its end.
TOO_LONG = "board.address_too_long"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class NotText(ValueError):
    """The bytes are no text that can be read for certain; `message` tells a person what to do about it."""

    def __init__(self):
        self.message = _(
            "This isn't UTF-8 text, so its letters would come out wrong. Save it again as UTF-8 and send that."
        )
        super().__init__("bytes are not UTF-8")


class UnreadableRequest(BadRequest):
    """A request whose text can't be read or kept; its message may be shown to the person who sent it."""


class AddressTooLong(BadRequest):
    """An address longer than the server reads."""


def decode_text(data: bytes) -> str:
    """Text from UTF-8, or from UTF-16 that says so by its byte order mark; the mark itself goes.

    Nothing is guessed: Windows-1252 and its relatives can't be told from one another, so they raise NotText.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    data = data[len(mark) :]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText from error


def _strict(data: Any, _errors: str = "strict", /) -> tuple[str, int]:
    return codecs.utf_8_decode(data, "strict", True)


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name != "utf_8_unforgiving":
        return None
    return codecs.CodecInfo(codecs.utf_8_encode, _strict, name=name)


# Django reads the fields of a multipart form with errors="replace", and its parser can't be told otherwise: damaged
# bytes would become U+FFFD and be kept. This codec is UTF-8 that raises whatever it is told about errors.
codecs.register(_find_codec)
UNFORGIVING = "utf_8_unforgiving"
