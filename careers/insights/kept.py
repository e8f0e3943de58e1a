"""Figures of all live listings: counted when a page asks; of a large board taken beforehand, so that no page waits for them."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TypeVar

from django.core.cache import cache
from django.db.models import QuerySet

from careers.listings.models import tally
from careers.listings.models.listing import Listing
from careers.taxonomy.models import JobCategory

TAKEN_EVERY = timedelta(minutes=10)  # by the worker
KEPT_FOR = timedelta(hours=1)  # when no worker runs: then whoever asks next counts
Figures = TypeVar("Figures")
_taken: list[Callable[[], None]] = []


def is_large_board() -> bool:
    """Whether figures may be as old as TAKEN_EVERY, and are said to be about: from the size on that search estimates, too."""
    return Listing.objects.about() > tally.CAP


def taken(make: Callable[[QuerySet], Figures]) -> Callable[..., Figures]:
    """Ask `make`, which counts rows of Listing, about all live ones, or those of one `category`. It gives plain values only:
    they are kept longer than a release may last.

    Of a large board the figures are those of all professions, whatever `category` says, as the worker last took them.
    """
    key = f"figures.{make.__name__}"

    def take() -> Figures:
        figures = make(Listing.objects.live())
        cache.set(key, figures, KEPT_FOR.total_seconds())
        return figures

    @wraps(make)
    def answer(category: JobCategory | None = None) -> Figures:
        if is_large_board():
            kept = cache.get(key)
            return take() if kept is None else kept
        live = Listing.objects.live()
        return make(live.filter(category=category) if category else live)

    _taken.append(take)
    return answer


def take_figures() -> None:
    """Take all of them anew, if the board is large."""
    if is_large_board():
        for take in _taken:
            take()
