"""Pages first, fragments second: the page includes the very fragment that HTMX gets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest, page: str, context: dict, *, fragment: str | None = None, status: int = 200
) -> HttpResponse:
    """The whole page, or its fragment when HTMX asks for one (not for a boosted or history request).

    The answer varies by cookie and by HTMX, so that any cache in front keeps the two apart.
    """
    htmx = getattr(request, "htmx", None)
    wants_fragment = htmx and not htmx.boosted and not htmx.history_restore_request
    response = render(request, fragment if fragment and wants_fragment else page, context, status=status)
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    return response
