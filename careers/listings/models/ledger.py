"""What verbs do to listings, kept until all of it is written: for one listing or for many, in the same statements."""

from collections.abc import Callable
from typing import Any

from django.db import models

from careers.accounts.models import User
from careers.core import clock
from careers.core.queue import announce, together


class Ledger:
    """Columns, lines of the log, mail and the announcement of one transaction.

    Whoever enters something holds the row's lock, or the row is new: then its columns are written by inserting it,
    before `write`. However many rows are new, `write` takes a fixed number of statements.
    """

    def __init__(self) -> None:
        self._columns: dict[int, dict[str, Any]] = {}
        self._model: type[models.Model] | None = None
        self._lines: list[dict[str, Any]] = []
        self._mail: dict[tuple, list[Any]] = {}

    def set(self, listing, **columns: Any) -> None:
        """Columns of a row, put into `listing` at once; every write makes a new version."""
        columns |= {"updated_at": clock.now(), "version": listing.version + 1}
        for name, value in columns.items():
            setattr(listing, name, value)
        if not listing._state.adding:
            self._model = type(listing)
            self._columns.setdefault(listing.pk, {}).update(columns)

    def log(
        self, listing, kind: str, *, by: User | None, actor: str, reason: str = "", from_state: str | None = None
    ) -> None:
        """One row of the append-only log; `from_state` is where the listing stood, if not where it stands."""
        source = listing.state if from_state is None else from_state
        line = {
            "kind": kind,
            "from_state": source,
            "to_state": listing.state,
            "by": by,
            "actor": actor,
            "reason": reason,
        }
        self._lines.append({"listing": listing, "at": clock.now(), **line})

    def mail(self, send: Callable[..., None], listing, **words: str) -> None:
        """Mail by one of `listings/emails.py`, which is called once with all listings that it says the same words of."""
        self._mail.setdefault((send, tuple(words.items())), []).append(listing)

    def write(self) -> None:
        """Write all of it, and announce that listings have changed when the log says so."""
        for pk, columns in self._columns.items():
            self._model._default_manager.filter(pk=pk).update(**columns)
        with together():
            for (send, words), listings in self._mail.items():
                send(*listings, **dict(words))
            if self._lines:
                announce("listing_changed")
        if self._lines:
            # Last, right before the commit: numbers are drawn here, and who follows the log by them should meet none late.
            log = self._lines[0]["listing"].changes.model
            log.objects.bulk_create([log(**line) for line in self._lines])
