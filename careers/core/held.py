"""What hardly ever changes and is asked for with every page: held in the process for a moment."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings

Answer = TypeVar("Answer")
SECONDS = 1  # how old what is held may be, unless its use allows more
_held: dict[Callable, tuple[float, Any]] = {}


def held(seconds: float = SECONDS) -> Callable[[Callable[[], Answer]], Callable[[], Answer]]:
    """Ask a function without arguments at most every `seconds`, in each process; HOLDS_ANSWERS=False asks every time.

    What it gives is shared: nobody may change it. A change made elsewhere is seen after `seconds` at most.
    """

    def decorate(ask: Callable[[], Answer]) -> Callable[[], Answer]:
        @wraps(ask)
        def answer() -> Answer:
            now = time.monotonic()
            asked_at, value = _held.get(ask, (0.0, None))
            if not settings.HOLDS_ANSWERS or not asked_at or now - asked_at >= seconds:
                value = ask()
                _held[ask] = (now, value)
            return value

        return answer

    return decorate
