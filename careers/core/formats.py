"""Numbers, dates and times as each interface language writes them, where Django's own localising is not enough."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from django.utils import dateformat
from django.utils.translation import override

from careers.core.bilingual import active_language
from careers.core.fragments import spoken


@spoken
def format_number(value: int | Decimal, language: str | None = None, *, places: int = 2) -> str:
    """A number with grouped thousands and at most `places` decimals: 1.234,5 in Indonesian, 1,234.5 in English.

    `language` is "id" or "en", else the interface's. Raises TypeError for a float: figures here are exact.
    """
    if isinstance(value, float):
        raise TypeError("a figure is an int or a Decimal, never a float")
    pattern = f"#,##0.{'#' * places}" if places else "#,##0"
    return format_decimal(value, format=pattern, locale=language or active_language())


def format_date(day: date, language: str | None = None, *, short: bool = False) -> str:
    """A day in words: "3 November 2026" in both languages; `short` gives "3 Nov 2026"."""
    with override(language or active_language()):
        return dateformat.format(day, "j M Y" if short else "j F Y")


def last_day_of(end: datetime, zone: str) -> str:
    """The day that ends at `end`, in a zone: a midnight belongs to the day that it closes."""
    return format_date((end - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).date())


def format_time(moment: datetime, zone: str, language: str | None = None) -> str:
    """The time of day of an aware moment, in a zone and with it: "14.32 WIB", "14:32 WIB"."""
    there = moment.astimezone(ZoneInfo(zone))
    written = f"{there:%H.%M}" if (language or active_language()) == "id" else f"{there:%H:%M}"
    return f"{written}\u00a0{zone_name(there)}"


def format_moment(moment: datetime, zone: str, language: str | None = None) -> str:
    """Day and time of an aware moment, in a zone and with it: "3 November 2026, 14.32 WIB"."""
    return f"{format_date(moment.astimezone(ZoneInfo(zone)).date(), language)}, {format_time(moment, zone, language)}"


def zone_name(moment: datetime) -> str:
    """What people call the zone of an aware moment: WIB, CET; "UTC+3" where it has no name but its offset."""
    name = moment.tzname() or ""
    if name.isalpha():
        return name
    offset = moment.utcoffset()
    return format_offset(int(offset.total_seconds() // 60) if offset else 0)


def format_offset(minutes: int) -> str:
    """An offset from UTC, given in minutes: "UTC+7", "UTC−3", "UTC+5:30", "UTC"."""
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
