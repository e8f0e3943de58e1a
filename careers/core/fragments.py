"""What this process keeps so that it need not be made again: pieces of pages, and words."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

from django.utils.translation import get_language


class Store:
    """At most about `limit` entries, the least used of which go first. Safe with threads: what is lost is made again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit // 2
        self._young: dict[Hashable, Any] = {}
        self._old: dict[Hashable, Any] = {}

    def get(self, key: Hashable) -> Any:
        """What is kept under `key`, or None."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: Hashable, value: Any) -> Any:
        """Keep `value`, and give it back."""
        if len(self._young) >= self._limit:
            self._old, self._young = self._young, {}
        self._young[key] = value
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._old, self._young = {}, {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)


_lasting: list[Store] = []


def lasting(limit: int) -> Store:
    """A store that lives as long as the process does, and that `forget` empties."""
    _lasting.append(Store(limit))
    return _lasting[-1]


# Pieces of pages under a key made of everything that they show: no row that changes leaves an old one behind.
fragments = lasting(8_000)

_said = lasting(8_000)
Said = TypeVar("Said")


def spoken(function: Callable[..., Said]) -> Callable[..., Said]:
    """Remember what a pure function of plain values says in each language: most cards say what others said before."""

    @wraps(function)
    def answer(*args: Hashable, **kwargs: Hashable) -> Said:
        # Equal numbers of different kinds are not the same: a float is refused where a Decimal is not.
        key = (function, get_language(), args, *map(type, args), *kwargs.items())
        found = _said.get(key)
        return _said.put(key, function(*args, **kwargs)) if found is None else found

    return answer


def forget() -> None:
    """Forget all that is kept: the next page of each kind is made from its rows."""
    for store in _lasting:
        store.clear()
