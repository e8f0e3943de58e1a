"""What each model says of the personal data in it, so that export and erasure walk over all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Personal:
    """A model's declaration, kept as its class attribute `personal`.

    owner: lookup from the row to its user, such as "seeker" or "application__seeker".
    retention: in words, how long the row is kept after the account has gone.
    export: names of the fields that a copy of one's data holds.
    erase: called with the queryset of one person's rows when the account is deleted.
    """

    owner: str
    retention: str
    export: tuple[str, ...]
    erase: Callable[[Any], object]
