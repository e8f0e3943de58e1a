"""The answer record of an employer as people read it. What counts is worked out in `applications/models/record.py`."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.core.formats import format_number

RECORD_DAYS = 180  # it looks so far back
LEAST_COUNTED = 5  # applications that fell due, below which nothing is shown
LEAST_PEOPLE = 5  # from so many people, so that nobody's own case can be read out of it


@dataclass(frozen=True)
class AnswerRecord:
    """What an employer kept of its promises: of `n` applications that fell due, `share` per cent answered in time.

    `median_days` is from handing in to the first answer, over those that were answered at all; None when none was.
    """

    n: int
    share: int
    median_days: Decimal | None

    @property
    def short(self) -> str:
        """For a card: 4 days median, 91% of 34."""
        share = _("%(share)s%% of %(n)s") % self._figures
        return f"{self.median_words}, {share}" if self.median_words else share

    @property
    def sentence(self) -> str:
        """The share, whole."""
        words = _("Of %(n)s applications that fell due in the last %(span)s days, %(share)s%% were answered in time.")
        return words % (self._figures | {"span": RECORD_DAYS})

    @property
    def median_sentence(self) -> str:
        """What the median means; nothing when nobody was answered."""
        if self.median_days is None:
            return ""
        days = max(1, int(self.median_days.to_integral_value(ROUND_CEILING)))
        words = ngettext(
            "Half of the first answers came within %(days)s day.",
            "Half of the first answers came within %(days)s days.",
            days,
        )
        return words % {"days": days}

    @property
    def median_words(self) -> str:
        """The median; nothing when nobody was answered."""
        if self.median_days is None:
            return ""
        if self.median_days < 1:
            return _("under a day median")
        words = ngettext("%(days)s day median", "%(days)s days median", 1 if self.median_days == 1 else 2)
        return words % {"days": format_number(self.median_days, places=1)}

    @property
    def _figures(self) -> dict[str, str]:
        return {"n": format_number(self.n), "share": str(self.share)}


def record_of(due: int, people: int, in_time: int, median_days: Decimal | None) -> AnswerRecord | None:
    """The record that may be shown, or None under either limit. The share is rounded down: 99.6 is not 100."""
    if due < LEAST_COUNTED or people < LEAST_PEOPLE:
        return None
    return AnswerRecord(due, in_time * 100 // due, median_days)


def awaited_words() -> str:
    """From when on a record is shown."""
    words = _("A record is shown once %(least)s applications from %(people)s people have fallen due.")
    return words % {"least": LEAST_COUNTED, "people": LEAST_PEOPLE}
