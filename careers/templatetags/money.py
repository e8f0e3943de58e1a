"""Money, numbers and times in templates, in the interface's language."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careers.accounts.languages import language_name
from careers.core import formats
from careers.core import money as sums

register = template.Library()


@register.simple_tag
def money(amount: Decimal | None, currency: str) -> str:
    """One sum in full; nothing for None."""
    return "" if amount is None else sums.format_amount(amount, currency)


@register.simple_tag
def money_range(minimum: Decimal | None, maximum: Decimal | None, currency: str) -> str:
    """A range in full, one end of which may be missing."""
    return sums.format_range(minimum, maximum, currency)


@register.simple_tag
def money_compact(minimum: Decimal | None, maximum: Decimal | None, currency: str) -> str:
    """A range with millions in words, one end of which may be missing."""
    return sums.format_range(minimum, maximum, currency, compact=True)


@register.filter
def languages(codes: str) -> str:
    """The names of languages given as codes with commas between them: "en, id" becomes "English, Indonesian"."""
    return ", ".join(language_name(code.strip()) for code in codes.split(",") if code.strip())


@register.filter
def number(value: int | Decimal | None) -> str:
    """A whole or decimal number with grouped thousands; nothing for None."""
    return "" if value is None else formats.format_number(value)


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date in words, in a `time` element; nothing for None."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", formats.format_date(value))


@register.simple_tag
def moment(value: datetime | None, zone: str) -> SafeString | str:
    """Day and time of an aware moment in a zone, with the zone, in a `time` element; nothing for None."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.format_moment(value, zone))
