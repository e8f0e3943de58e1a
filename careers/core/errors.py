"""The pages for requests that can't be answered, where Django's own would say nothing."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from careers.core.middleware import UnreadableRequest


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: the 400 page; it says why when the reason was written to be read (`message`, else empty)."""
    message: object = ""
    if isinstance(exception, UnreadableRequest):
        message = exception.args[0]
    elif isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        message = _("What was sent is larger than this page takes. Shorten it and send it again.")
    return render(request, "400.html", {"message": message}, status=400)
