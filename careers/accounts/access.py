"""The door to pages of one person: who is not signed in is sent to sign in, and no cache keeps the page."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]


def keep_private(response: HttpResponse) -> HttpResponse:
    """Mark an answer as one person's: no cache may keep it, whatever it holds."""
    if "no-store" not in response.get("Cache-Control", ""):
        patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ("Cookie",))
    return response


def private(view: View) -> View:
    """Run `view` for anybody, and let no cache keep what it answers."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return keep_private(view(request, *args, **kwargs))

    return kept


def signed_in(view: View) -> View:
    """Run `view` for signed-in people only; others sign in first and come back. For HTMX that is an HX-Redirect."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return keep_private(view(request, *args, **kwargs))
        return keep_private(to_sign_in(request))

    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back to this one; after a form that was sent, back to its page."""
    htmx = getattr(request, "htmx", None)
    here = request.get_full_path()
    if htmx:
        shown = urlsplit(htmx.current_url or reverse("home"))
        here = f"{shown.path}?{shown.query}" if shown.query else shown.path
    elif request.method != "GET":
        # What takes only a form has no page of its own to come back to.
        sent_from = request.headers.get("Referer", "")
        if url_has_allowed_host_and_scheme(sent_from, request.get_host(), require_https=request.is_secure()):
            here = urlsplit(sent_from).path
    answer = redirect_to_login(here, resolve_url("account_login"))
    if htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = answer.url
        return response
    return answer
