"""The pages for requests that can't be answered: each designed, in the reader's language, and a notice where a script asked."""

import re
import sys
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from careers.core.encoding import AddressTooLong, UnreadableRequest

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
AGAIN_IN = 60  # seconds: when it is worth asking a database again that did not answer
LONGEST_GUESS = 60


class NotYours(PermissionDenied):
    """This account may not do this: why, in a sentence for the person, and where they can go on."""

    def __init__(self, words: str, back: str):
        super().__init__(words)
        self.back = back


def refuse(request: HttpRequest, template: str, status: int, context: dict | None = None) -> HttpResponse:
    """An error page; for HTMX only its sentence, as a notice above what the person was looking at, which stays."""
    asked_by_script = _asked_by_script(request)
    layout = {"error_layout": "_fragment.html"} if asked_by_script else {}
    whole = {"is_fragment": asked_by_script, **layout, **(context or {})}
    response = render(request, template, whole, status=status)
    if asked_by_script:
        response["HX-Reswap"] = "afterbegin"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: why, when the reason was written to be read; too large a form and too long an address have their pages."""
    if isinstance(exception, TOO_LARGE):
        return refuse(request, "413.html", 413)
    if isinstance(exception, AddressTooLong):
        return _alone(request, "414.html", 414)
    message = exception.args[0] if isinstance(exception, UnreadableRequest) else ""
    return refuse(request, "400.html", 400, {"message": message})


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler403`: the page is there, but not for this account; why, when the reason was written to be read."""
    said = {"message": str(exception), "back": exception.back} if isinstance(exception, NotYours) else {}
    return refuse(request, "403.html", 403, said)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token, or with one from another time."""
    return refuse(request, "403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`: the words of the address stand in the search, for it was perhaps mistyped."""
    return refuse(request, "404.html", 404, {"guess": words_of(request.path)})


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`, called while the fault is being handled; 503 when it is the database that does not answer.

    Needs nothing that may be broken too: no database, no session, no manifest of files.
    """
    is_away = _is_of_database()
    again = request.get_full_path() if request.method == "GET" else ""
    response = _alone(request, "503.html" if is_away else "500.html", 503 if is_away else 500, again)
    if is_away:
        response["Retry-After"] = str(AGAIN_IN)
    return response


def words_of(path: str) -> str:
    """What somebody may have looked for at an address that is not there: the words of its last part, or nothing."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    words = " ".join(re.findall(r"[^\W\d_]{2,}", last))
    known = {code for code, _name in settings.LANGUAGES}
    return "" if "." in last or words in known or len(words) > LONGEST_GUESS else words


def _alone(request: HttpRequest, template: str, status: int, again: str = "") -> HttpResponse:
    """A page that stands on `_alone.html`, and is never kept."""
    language = translation.get_language_from_request(request, check_path=True)[:2]
    context = {
        "site_name": settings.SITE_NAME,
        "language": language,
        "other_language": "en" if language == "id" else "id",
        "again": again,
    }
    with translation.override(language):
        response = HttpResponse(render_to_string(template, context), status=status)
    response["Content-Language"] = language
    add_never_cache_headers(response)
    return response


def _asked_by_script(request: HttpRequest) -> bool:
    # Read from the headers: a refusal may come before the middleware that knows HTMX.
    headers = request.headers
    return "HX-Request" in headers and not {"HX-Boosted", "HX-History-Restore-Request"} & set(headers)


def _is_of_database() -> bool:
    return isinstance(sys.exception(), OperationalError | InterfaceError)
