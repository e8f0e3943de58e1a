"""Tags of the office: a listing's state and pages, when an answer is due, the last day of a span that ends at midnight."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careers.core import clock
from careers.core.formats import format_date
from careers.hiring.views.history import due_of

register = template.Library()

TONES = {
    "live": "good", "changes_requested": "tip", "submitted": "tip", "rejected": "error", "suspended": "error",
    "removed": "error",
}  # fmt: skip


@register.inclusion_tag("components/_due.html")
def due(application: Any) -> dict[str, str]:
    """When an answer to an application is due, or since when it is late."""
    return due_of(application)


@register.simple_tag
def last_day(moment: datetime, zone: str) -> SafeString:
    """The day that a midnight ends, in an IANA zone."""
    day = (moment.astimezone(clock.zone(zone)) - timedelta(seconds=1)).date()
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), format_date(day))


@register.simple_tag
def state(listing: Any) -> SafeString:
    """A listing's state in words, on the ground that says whether something is to be done."""
    tone = TONES.get(listing.state, "plain")
    return format_html('<span class="badge" data-kind="{}">{}</span>', tone, listing.get_state_display())


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, name: str, listing: Any, label: str) -> SafeString:
    """A link to a page of a listing in its office, marked when it is this one."""
    office = context["office"]
    mark = SafeString(' aria-current="page"') if office.place == name else ""
    return format_html(
        '<a href="{}"{}>{}</a>', reverse(name, args=[office.employer.slug, listing.public_id]), mark, label
    )
