"""In development only: the mail that was sent, to be read instead of received."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

NEWEST = 100


def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest hundred messages, newest first; a 404 outside development."""
    names = sorted((path.name for path in _folder().glob("*.eml")), reverse=True)[:NEWEST]
    mails = [{"name": name.removesuffix(".eml"), "message": _read(name)} for name in names]
    return render(request, "dev/mail_list.html", {"mails": mails})


def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One message: who, what, and its text with links that can be followed."""
    message = _read(f"{name}.eml")
    text = message.get_body(("plain",))
    context = {"name": name, "message": message, "text": text.get_content() if text else ""}
    return render(request, "dev/mail_detail.html", context)


@csp_update({"style-src": ["'unsafe-inline'"]})  # mail carries its styles inside: mail programs load none
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The message as a mail program shows it."""
    html = _read(f"{name}.eml").get_body(("html",))
    if html is None:
        raise Http404
    return HttpResponse(html.get_content())


def _folder() -> Path:
    if not settings.IS_DEVELOPMENT:
        raise Http404
    return Path(settings.MAIL_DIR)


def _read(name: str) -> EmailMessage:
    try:
        data = (_folder() / name).read_bytes()
    except OSError as error:
        raise Http404 from error
    return BytesParser(policy=policy.default).parsebytes(data)  # type: ignore[return-value]
