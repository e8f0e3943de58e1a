"""What every page is given: the site's name, its two languages, and whether the viewer may be known."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, object]:
    """Values for `base.html`; reads cookies and the address only, so that a public page touches no session."""
    links = language_links(request)
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
    return {
        "SITE_NAME": settings.SITE_NAME,
        "viewer_is_known": is_known,
        "frame": None if is_known else frame_of(request),
        "language_links": links,
        "canonical_url": next((link["canonical"] for link in links if link["is_current"]), ""),
    }


def frame_of(request: HttpRequest) -> str | None:
    """Names what stands around a page for everybody: its links say which of them leads here, or to what lies above.

    Pages of rows share one name, for no link of the frame leads to a row; where no page was found there is none.
    """
    match = getattr(request, "resolver_match", None)
    if match is None:
        return None
    return f"{match.route} of a row" if match.kwargs else request.path


def language_links(request: HttpRequest) -> list[dict[str, object]]:
    """This page in each language: `code`, `name`, `url` (with its query), `canonical` (absolute, without), `is_current`.

    All addresses below the language are the same words in both, so the prefix alone is changed; a page without
    a prefix (an error at an odd address) offers the two home pages.
    """
    current = (get_language() or settings.LANGUAGE_CODE)[:2]
    codes = [code for code, _name in settings.LANGUAGES]
    prefix, _slash, rest = request.path.lstrip("/").partition("/")
    tail = rest if prefix in codes else ""
    query = request.META.get("QUERY_STRING", "")
    links = []
    for code, name in settings.LANGUAGES:
        path = f"/{code}/{tail}"
        links.append(
            {
                "code": code,
                "label": code.upper(),
                "name": name,
                "url": f"{path}?{query}" if query and tail else path,
                "canonical": f"{settings.SITE_URL}{path}",
                "is_current": code == current,
                "is_default": code == settings.LANGUAGE_CODE,
            }
        )
    return links
