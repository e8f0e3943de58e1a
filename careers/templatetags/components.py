"""Tags that only draw: icons, signs, gates, bars, stripes. They know hues and numbers, no noun of the trade."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from careers.core.drawings import GATES, ICONS, SIGNS
from careers.core.stylesheets import SCRIPTS, STYLESHEETS

register = template.Library()


@register.simple_tag
def stylesheets() -> SafeString:
    """Links our style: one bundle, or, under DEBUG, each file by itself."""
    names = [f"css/{name}.css" for name in STYLESHEETS] if settings.DEBUG else ["css/site.css"]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in names))


@register.simple_tag
def scripts() -> SafeString:
    """Links our behaviours: one bundle, or, under DEBUG, each file by itself."""
    names = [f"js/{name}.js" for name in SCRIPTS] if settings.DEBUG else ["js/site.js"]
    return format_html_join("\n", '<script src="{}" defer></script>', ((static(name),) for name in names))


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, label: str, count: int = 0) -> SafeString:
    """A list item with a link to the named page, marked when it is this page or one below; nothing if no such page exists.

    `count`, unless 0, stands beside the label.
    """
    try:
        url = reverse(name)
    except NoReverseMatch:
        return SafeString("")
    path = context["request"].path if "request" in context else ""
    current = "page" if path == url else "true" if url.count("/") > 2 and path.startswith(url) else ""
    mark = format_html(' aria-current="{}"', current) if current else ""
    number = format_html(' <span class="count">{}</span>', count) if count else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, mark, label, number)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A 20 px line drawing in the colour of its text; decorative, so words must stand beside it."""
    return _drawing("icon", 20, 20, ICONS[name])


@register.simple_tag
def sign(hue: str, size: str = "m") -> SafeString:
    """The drawn sign of a hue (`s`, `m` or `l`), decorative; a hue without one of its own gets the plain crossing."""
    marks = format_html(' data-size="{}" data-hue="{}"', size, hue)
    return _drawing("sign", 48, 48, SIGNS.get(hue, SIGNS[""]), marks)


@register.simple_tag
def gate(kind: str) -> SafeString:
    """The level-crossing gate: `open`, `not-open` or `not-stated`; decorative, the words stand beside it."""
    return _drawing("gate", 24, 20, GATES[kind])


@register.simple_tag
def bars(filled: int, total: int) -> SafeString:
    """`total` little upright bars of which `filled` are full; decorative, the words stand beside them."""
    drawn = format_html_join(
        "", "<i{}></i>", ((mark_safe(" data-full") if n < int(filled) else "",) for n in range(total))
    )
    return format_html('<span class="bars" aria-hidden="true">{}</span>', drawn)


def _drawing(name: str, width: int, height: int, lines: str, marks: str = "") -> SafeString:
    # Its own width and stroke let a drawing stand even where the style sheet did not arrive.
    return format_html(
        '<svg class="{0}"{4} width="{1}" height="{2}" viewBox="0 0 {1} {2}" fill="none" stroke="currentColor"'
        ' aria-hidden="true" focusable="false">{3}</svg>',
        name,
        width,
        height,
        mark_safe(lines),
        mark_safe(marks),
    )
