"""Mail: three templates an event, in the receiver's language, queued in the transaction that causes it."""

import re
import textwrap

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from careers.core.queue import app, defer

LINE = 76  # letters in a line of the plain text: a quoted answer still fits into 80
SUBJECT = 90  # letters: what lists of mails show of it


def send_mail_event(event: str, *, to: str, language: str, context: dict, headers: dict | None = None) -> None:
    """Render `emails/<event>.{subject.txt,txt,html}` in `language` and queue one message to the address `to`.

    Addresses under `.example` are samples: nothing is ever sent to them (RFC 2606), development's mail files excepted.
    """
    if is_sample_address(to) and not settings.IS_DEVELOPMENT:
        return
    with translation.override(language):
        whole = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "language": language, **context}
        subject = textwrap.shorten(render_to_string(f"emails/{event}.subject.txt", whole), SUBJECT, placeholder="…")
        text = wrapped(render_to_string(f"emails/{event}.txt", whole))
        html = render_to_string(f"emails/{event}.html", whole)
    whole_headers = {"Content-Language": language, **(headers or {})}
    defer(deliver, to=to, subject=subject, text=text, html=html, headers=whole_headers)


def wrapped(text: str) -> str:
    """Plain text in lines that fit; an address is never broken, and never more than one line is empty."""
    lines = (
        textwrap.fill(line.rstrip(), LINE, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def absolute_url(path: str) -> str:
    """The address of a page of this board as it stands in a mail."""
    return settings.SITE_URL.rstrip("/") + path


def is_sample_address(address: str) -> bool:
    """Whether an address lies under the reserved top-level domain `.example`."""
    return address.rpartition("@")[2].lower().endswith(".example")


@app.task(name="careers.core.mail.deliver", retry=5)
def deliver(to: str, subject: str, text: str, html: str, headers: dict) -> None:
    """Hand one rendered message to the mail backend; procrastinate tries again when that fails."""
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    message.attach_alternative(html, "text/html")
    message.send()
