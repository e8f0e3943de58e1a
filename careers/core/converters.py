"""Pieces of an address: what can't be a row is a 404 before the database hears of it."""

from django.urls import register_converter
from django.urls.converters import get_converters

LARGEST_ID = 2**63 - 1


class IdConverter:
    """A row's number as PostgreSQL's bigint holds it, 1 to 2^63 - 1, written one way only: no sign, no leading zero."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """The number; ValueError, which Django makes a 404, when it is past 63 bits."""
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        """The number as it stands in an address."""
        return str(value)


class NameConverter:
    """A slug of at most 120 letters, digits, hyphens and underscores: the longest that a row can have."""

    regex = "[-a-zA-Z0-9_]{1,120}"

    def to_python(self, value: str) -> str:
        """The slug as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The slug as it stands."""
        return value


def register() -> None:
    """Make `<row:pk>` and `<name:slug>` known to every urls.py; called once by the application, before any is read."""
    known = get_converters()
    for name, converter in (("row", IdConverter), ("name", NameConverter)):
        if name not in known:
            register_converter(converter, name)
