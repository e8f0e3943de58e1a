"""How crowded a listing is: the band shown in public, and the lift that the default order gives to quiet ones. Pure."""

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

# A band begins at each of these numbers of applications; an exact number is never shown in public.
BANDS_FROM = (0, 10, 50, 200, 500)

# The order "fresh and fair", after the way the French public board les-emplois mixes freshness with few applications:
# a quiet listing stands as if it had gone live up to three days later.
MOST_LIFT = timedelta(days=3)
RECENT = timedelta(days=7)
CROWDED_AT = 10  # recent applications for each person sought, from which there is no lift


def band_of(applications: int) -> int:
    """The number of the band, 1 to 5."""
    return bisect_right(BANDS_FROM, applications)


def band_words() -> list[str]:
    """Every band in words, the first one first."""
    first = _("fewer than %(count)s") % {"count": BANDS_FROM[1]}
    return [first, *_between(), _("%(count)s or more") % {"count": BANDS_FROM[-1]}]


def band_signs() -> list[str]:
    """Every band as short as it can be said, for a scale that has its words beside it."""
    return [f"< {BANDS_FROM[1]}", *_between(), f"{BANDS_FROM[-1]}+"]


def _between() -> list[str]:
    return [f"{start}–{end - 1}" for start, end in pairwise(BANDS_FROM[1:])]


def lift(recent: int, openings: int) -> timedelta:
    """MOST_LIFT × (1 − recent applications ÷ (CROWDED_AT × people sought)), not below nothing, in whole seconds.

    `recent` counts those handed in within RECENT. Never more recent applications, more lift.
    """
    full = CROWDED_AT * max(1, openings)
    return timedelta(seconds=int(MOST_LIFT.total_seconds()) * max(0, full - recent) // full)


def rank_of(published_at: datetime, recent: int, openings: int) -> datetime:
    """What the default order sorts by, newest first: the moment it went live, and the lift."""
    return published_at + lift(recent, openings)
