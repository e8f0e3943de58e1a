"""What many pages ask for and hardly ever changes: held in the process for a moment."""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings

from careers.core.fragments import Store, lasting

Answer = TypeVar("Answer")
SECONDS = 1  # how old what is held may be, unless its use allows more
_held = lasting(100)  # each with the moment until which it may be given; also in stores of others


def held_under(key: Hashable, make: Callable[[], Any], seconds: float = SECONDS, *, store: Store = _held) -> Any:
    """What `make` gives, made at most every `seconds` in each process; HOLDS_ANSWERS=False makes it every time.

    It is shared: nobody may change it. A change made elsewhere is seen after `seconds` at most. What there may be many of
    has a `store` of its own.
    """
    if not settings.HOLDS_ANSWERS:
        return make()
    now = time.monotonic()
    until, value = store.get(key) or (0.0, None)
    if now >= until:
        value = make()
        store.put(key, (now + seconds, value))
    return value


def held(seconds: float = SECONDS) -> Callable[[Callable[[], Answer]], Callable[[], Answer]]:
    """Hold what a function without arguments answers, as `held_under` does."""

    def decorate(ask: Callable[[], Answer]) -> Callable[[], Answer]:
        @wraps(ask)
        def answer() -> Answer:
            return held_under(ask, ask, seconds)

        return answer

    return decorate
