"""Public pages: the same for everybody without a cookie, so that any cache in front may keep and check them."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from careers.core import clock

VIEWER_COOKIE = "viewer"


def is_anonymous(request: HttpRequest) -> bool:
    """Whether the answer depends on the address alone: neither a session nor a viewer's choice came along."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and VIEWER_COOKIE not in request.COOKIES


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose good answers may be kept by any cache, which asks before it shows them again; with a cookie of ours they are private."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return for_everybody(request, view(request, *args, **kwargs))

    return answer


def for_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say of an answer who may keep it."""
    if is_anonymous(request) and response.status_code in (200, 301, 304, 410):
        # Never shown unasked: what a curator approves or suspends a moment ago is so for everybody.
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        # What the browser may fetch as soon as somebody is about to follow a link: it keeps such a page for the visit
        # itself, whereas a page kept by <link rel=prefetch> would be asked for again.
        response["Speculation-Rules"] = f'"{static("prefetch.rules")}"'
    else:
        patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    if is_anonymous(request) and response.status_code == 200 and not response.has_header("ETag"):
        # A page that does not know its version before it is made is named by what stands in it.
        response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=response["ETag"], response=response) or response
    return response


def not_modified(request: HttpRequest, etag: str, changed_at: datetime | None = None) -> HttpResponse | None:
    """A 304 when the reader holds this very version, else None."""
    if not is_asked_again(request):
        return None
    return get_conditional_response(
        request, etag=etag, last_modified=int(changed_at.timestamp()) if changed_at else None
    )


def is_asked_again(request: HttpRequest) -> bool:
    """Whether the reader holds a version and asks whether it is still the one."""
    return "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META


def etag_of(*parts: object) -> str:
    """A strong-enough name of a version of a page, made of everything that it depends on."""
    text = "\n".join(str(part) for part in (release(), *parts))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def this_hour() -> datetime:
    """The hour that has begun: what ages by itself is at most that old in a page that was kept."""
    return clock.now().replace(minute=0, second=0, microsecond=0)


@cache
def release() -> str:
    """Changes whenever a template or a style does: a page kept before is then another one."""
    folders = (settings.ROOT / "templates", settings.ROOT / "careers" / "static", settings.ROOT / "locale")
    times = [path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*") if path.is_file()]
    return str(max(times, default=0))
