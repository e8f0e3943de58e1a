"""What the head of a page says to those who show a link to it."""

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from careers.pages.views.social import social_of_site

register = template.Library()
LOCALES = {"id": "id_ID", "en": "en_US"}


@register.simple_tag(takes_context=True)
def social_head(context: template.Context) -> SafeString:
    """Title, description and picture for previews: `social_image` of the page's context, else the board's own."""
    image = context.get("social_image") or social_of_site()
    pairs = [
        ("og:type", "website"),
        ("og:site_name", context.get("SITE_NAME", "")),
        ("og:locale", LOCALES.get(get_language() or "", "")),
        ("og:title", _block(context, "title")),
        ("og:description", _block(context, "description")),
        ("og:url", context.get("canonical_url", "")),
        ("og:image", image.url),
        ("og:image:type", "image/png"),
        ("og:image:width", image.width),
        ("og:image:height", image.height),
        ("og:image:alt", image.alt),
    ]
    lines = [format_html('<meta property="{}" content="{}">', name, value) for name, value in pairs if value]
    return mark_safe("\n".join([*lines, '<meta name="twitter:card" content="summary_large_image">']))


def _block(context: template.Context, name: str) -> SafeString:
    """What the page has put into a block of base.html, said a second time; its text is escaped already."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(" ".join(block.render(context).split()).replace('"', "&quot;"))
