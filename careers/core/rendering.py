"""Pages first, fragments second: the page includes the very fragment that HTMX gets."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from careers.core.slots import opened


def render_page(
    request: HttpRequest, page: str, context: dict, *, fragment: str | None = None, status: int = 200
) -> HttpResponse:
    """The whole page, or its fragment when HTMX asks for one (not for a boosted or history request).

    The answer varies by cookie and by HTMX, so that any cache in front keeps the two apart.
    """
    response = render(request, _wanted(request, page, fragment), context, status=status)
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    return response


def render_around(
    request: HttpRequest, page: str, context: dict, slots: Mapping[str, str], frames: dict[Hashable, Any],
    *, shape: Hashable = None, fragment: str | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The same, but only what fills its slots is new: the rest is kept in `frames`, rendered once for each `shape`.

    For readers without a session alone. Whoever holds `frames` answers for all that the rest shows, but for what is in `shape`.
    """
    template = _wanted(request, page, fragment)
    frame = frames.get((template, shape))
    if frame is None:
        parts = opened(lambda: render_to_string(template, context, request))
        frame = frames[template, shape] = [
            parts[0].encode(),
            *zip(parts[1::2], map(str.encode, parts[2::2]), strict=True),
        ]
    first, *others = frame
    content = b"".join([first, *(part for slot, text in others for part in (slots[slot].encode(), text))])
    response = HttpResponse(content, status=status)
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    return response


def _wanted(request: HttpRequest, page: str, fragment: str | None) -> str:
    htmx = getattr(request, "htmx", None)
    is_part = fragment and htmx and not htmx.boosted and not htmx.history_restore_request
    return fragment if fragment and is_part else page
