"""The pictures that links to a profession, and to any other page, carry when people share them; and how the board stands on a phone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careers.core.caching import public_page
from careers.core.cloth import colours
from careers.core.social import SocialImage, social_response
from careers.core.social_drawing import Picture
from careers.taxonomy.models import JobCategory


def site_card(request: HttpRequest, version: str) -> HttpResponse:
    """The picture of every page that has none of its own."""
    return social_response(request, picture_of_site(), version)


def favicon(request: HttpRequest) -> HttpResponse:
    """Where programs look for an icon that read no page."""
    response = redirect(static("img/favicon.ico"))
    response["Cache-Control"] = "public, max-age=86400"
    return response


@public_page
def site_manifest(request: HttpRequest) -> HttpResponse:
    """The web manifest: how the board is called, looks and opens when somebody puts it on a home screen."""
    icons = [
        {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("img/icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    manifest = {
        "id": "/", "name": _("%(site)s: remote AI jobs") % {"site": settings.SITE_NAME}, "short_name": settings.SITE_NAME,
        "description": _("Remote AI work for people who come from somewhere else."), "lang": get_language(), "dir": "ltr",
        "start_url": reverse("home"), "scope": "/", "display": "minimal-ui",
        "background_color": colours()["paper"], "theme_color": colours()["paper"], "icons": icons,
    }  # fmt: skip
    return JsonResponse(manifest, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def social_of_category(category: JobCategory) -> SocialImage:
    """Where the picture of a profession is, and what it says."""
    path = reverse("category_card", args=[category.slug, picture_of_category(category).version])
    return SocialImage(settings.SITE_URL + path, f"{category.name}. {category.summary}")


def social_of_site() -> SocialImage:
    """Where the board's own picture is, and what it says."""
    picture = picture_of_site()
    return SocialImage(
        settings.SITE_URL + reverse("site_card", args=[picture.version]), f"{picture.title} {picture.arrival}"
    )


def picture_of_category(category: JobCategory) -> Picture:
    """Its name and the first sentence of what it is about."""
    first, end, _rest = category.summary.partition(". ")
    return Picture(
        title=category.name, kicker=_("Profession"), by=first + end.strip(), strong=_("Guide and listings"),
        hue=category.hue,
    )  # fmt: skip


def picture_of_site() -> Picture:
    """The headline of the home page."""
    return Picture(
        title=_("From the classroom, the newsroom, the drawing desk"), arrival=_("to AI work."),
        strong=_("Remote AI jobs"),
    )  # fmt: skip
