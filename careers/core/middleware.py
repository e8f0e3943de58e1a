"""What is refused, or answered, for every address alike."""

import math
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from careers.core.encoding import TOO_LONG, UNFORGIVING, AddressTooLong, UnreadableRequest
from careers.core.errors import refuse
from careers.core.limits import TooMany

Answer = Callable[[HttpRequest], HttpResponse]
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
LONG_IN_MINUTES = 90 * 60  # seconds: past this a number of minutes is no help


class Utf8Only:
    """Answers 400, in words, to a query string or form whose bytes are not UTF-8 or hold a NUL.

    Stands after LocaleMiddleware, so that the page is in the reader's language. Other bodies (JSON) have their own
    parsers; damaged bytes in a path are refused by its converter, as a 404. What the server itself could not read to its
    end (jobboard/worker.py) is refused here as well.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if TOO_LONG in request.META:
            raise AddressTooLong
        query = request.META.get("QUERY_STRING", "")
        if query:
            # WSGI hands bytes over as Latin-1.
            _refuse_unreadable(query.encode("latin-1", "replace"))
        if request.method == "POST" and request.content_type == FORM:
            _refuse_unreadable(request.body)
        elif request.method == "POST" and request.content_type == MULTIPART:
            _refuse_unreadable_fields(request)
        return self.get_response(request)


class TooManyMiddleware:
    """Turns TooMany, raised by a view, into the 429 page with Retry-After."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for TooMany; every other exception goes on."""
        if not isinstance(exception, TooMany):
            return None
        response = refuse(request, "429.html", 429, _until(exception.retry_after))
        response["Retry-After"] = str(exception.retry_after)
        add_never_cache_headers(response)
        return response


class CompressPages(GZipMiddleware):
    """Django's compression (with its guard against BREACH) for text alone: pictures and files are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compressed where the browser takes it; the caches are told that it depends on that."""
        is_text = response.headers.get("Content-Type", "").startswith(("text/", "application/xml", "application/json"))
        return super().process_response(request, response) if is_text else response


class NotAllowedMiddleware:
    """Gives Django's empty 405 a page, and keeps what it says in Allow."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = refuse(request, "405.html", 405)
        page["Allow"] = response["Allow"]
        # Whoever asked may be signed in, and the page says so.
        add_never_cache_headers(page)
        return page


def _until(seconds: int) -> dict[str, int]:
    """When it is worth trying again, in the largest unit that still says it well: the others are 0."""
    if seconds > LONG_IN_MINUTES:
        return {"retry_minutes": 0, "retry_hours": math.ceil(seconds / 3600)}
    return {"retry_minutes": math.ceil(seconds / 60), "retry_hours": 0}


def _refuse_unreadable(encoded: bytes) -> None:
    data = unquote_to_bytes(encoded.replace(b"+", b" "))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    if b"\0" in data:
        raise _holds_nul()


def _refuse_unreadable_fields(request: HttpRequest) -> None:
    request.encoding = UNFORGIVING
    try:
        fields = request.POST
        files = request.FILES
    except UnicodeDecodeError as error:
        # The stream is half read: what asks for the form again, such as an error page, shall find an empty one.
        request.POST = QueryDict()
        raise _not_utf8() from error
    texts = [text for name, values in fields.lists() for text in (name, *values)]
    texts += [file.name or "" for _name, uploads in files.lists() for file in uploads]
    if any("\0" in text for text in texts):
        raise _holds_nul()


def _not_utf8() -> UnreadableRequest:
    return UnreadableRequest(
        _("What was sent isn't UTF-8 text, so some of its letters can't be read. Send it again as UTF-8.")
    )


def _holds_nul() -> UnreadableRequest:
    return UnreadableRequest(
        _("What was sent holds a NUL character, which no text may hold. Take it out and send it again.")
    )
