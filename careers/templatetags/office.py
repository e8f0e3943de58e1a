"""Tags of the office: when an answer is due, and the last day of a span that ends at midnight."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careers.core import clock
from careers.core.formats import format_date
from careers.hiring.views.history import due_of

register = template.Library()


@register.inclusion_tag("components/_due.html")
def due(application: Any) -> dict[str, str]:
    """When an answer to an application is due, or since when it is late."""
    return due_of(application)


@register.simple_tag
def last_day(moment: datetime, zone: str) -> SafeString:
    """The day that a midnight ends, in an IANA zone."""
    day = (moment.astimezone(clock.zone(zone)) - timedelta(seconds=1)).date()
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), format_date(day))
