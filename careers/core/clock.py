"""The one clock of the board. Tests freeze it, a development start may move it (`make demo-day`)."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment as an aware UTC datetime, moved by the demo days of a development board."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    return datetime.now(UTC) + timedelta(days=demo_days())


def today(zone: str) -> date:
    """Today's date in an IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@cache
def zone(name: str) -> ZoneInfo:
    """The IANA zone called `name`, kept as long as the process lives: ZoneInfo keeps the last eight, a page shows more."""
    return ZoneInfo(name)


@cache
def zone_names() -> frozenset[str]:
    """The names of all IANA zones, asked once in a process: it takes a walk through all their files."""
    return frozenset(available_timezones())


def end_of_day(day: date, zone: str) -> datetime:
    """The midnight that ends `day` in an IANA zone, as an aware UTC datetime."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)


def demo_days() -> int:
    """Days by which a development board lies ahead; always 0 in production."""
    if not settings.IS_DEVELOPMENT:
        return 0
    try:
        return int(_offset_file().read_text())
    except (FileNotFoundError, ValueError):
        return 0


def move(days: int) -> int:
    """Move the development clock by `days`, and return the whole offset in days. Every process sees it at once."""
    total = demo_days() + days
    _offset_file().write_text(str(total))
    return total


@contextlib.contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Hold the clock of this thread at `moment` (aware): for tests and seeds that write history."""
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)


def _offset_file():
    # A file, not a row: the clock is asked in places where no query may run.
    return settings.STATE_DIR / "clock_offset_days"
