"""A pseudo-catalogue made in memory: every text that our, Django's and allauth's catalogues know comes out in ⟦ ⟧."""

import contextlib
from collections.abc import Iterator
from unittest import mock

from django.utils.translation import trans_real

from careers.core import fragments, moulds

OPEN, CLOSE = "⟦", "⟧"


class PseudoTranslation(trans_real.DjangoTranslation):
    """Stands in for a language. In Indonesian a text is known when it has a translation, and that is shown;
    in English when an Indonesian one exists, for then the text went through a catalogue, and the source is shown.
    """

    def __init__(self, language: str):
        super().__init__(language)
        self.shows_source = language == "en"
        self.known = trans_real.DjangoTranslation("id")._catalog
        self.unknown: set[str] = set()  # what was asked for in vain, for whoever wants to see

    def gettext(self, message: str) -> str:
        """The text in marks, or as it is when no catalogue knows it."""
        found = self.known.get(message)
        if found is None:
            # A text that is also counted somewhere is kept under its form for one.
            found = self.known.get((message, 0))
        return self._marked(message, found, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The counted text in marks, or as it is when no catalogue knows it."""
        source = msgid1 if n == 1 else msgid2
        return self._marked(msgid1, self.known.get((msgid1, 0)), source)

    def _marked(self, message: str, found: str | None, source: str) -> str:
        if found is None:
            self.unknown.add(message)
            return source
        bare = source.rpartition("\x04")[2] if self.shows_source else found
        # Django tells from the separator that a text in a context was not found, so it must not survive.
        return f"{OPEN}{bare}{CLOSE}"


@contextlib.contextmanager
def pseudo_catalogues() -> Iterator[dict[str, PseudoTranslation]]:
    """Both languages speak in marks as long as this lasts; what was said before is forgotten, and afterwards this."""
    languages = {code: PseudoTranslation(code) for code in ("id", "en")}
    with (
        mock.patch.object(trans_real, "_translations", languages),
        mock.patch.object(trans_real, "_default", languages["id"]),
        mock.patch.object(trans_real._active, "value", languages["id"], create=True),
    ):
        _forget()
        yield languages
    _forget()


def _forget() -> None:
    fragments.forget()
    moulds.shapes.clear()
