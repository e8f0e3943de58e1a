"""The contact page: it reaches the curators."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from careers.core.caching import public_page
from careers.core.limits import client_ip, hit
from careers.core.rendering import render_page
from careers.trust import emails
from careers.trust.forms import ContactForm

CONTACT_LIMIT = 5  # messages an hour from one address
CONTACT_PER = timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Write to the curators: a page of its own, with or without an account."""
    form = ContactForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        hit("contact", client_ip(request), limit=CONTACT_LIMIT, per=int(CONTACT_PER.total_seconds()))
        with transaction.atomic():
            message = form.save(commit=False)
            message.language = (get_language() or "id")[:2]
            message.user = request.user if _has_session(request) and request.user.is_authenticated else None
            message.save()
            emails.contact_message(message)
            emails.contact_confirmation(message)
        return redirect("contact_sent")
    status = 400 if form.is_bound else 200
    return render_page(request, "trust/contact.html", {"form": form}, status=status)


@public_page
def contact_sent(request: HttpRequest) -> HttpResponse:
    """It has arrived, and what happens next."""
    return render_page(request, "trust/contact_sent.html", {})


def _known(request: HttpRequest) -> dict[str, str]:
    """What need not be typed: who is signed in, and the page that led here."""
    initial = {"page": request.GET.get("page", "")[:300]}
    if _has_session(request) and request.user.is_authenticated:
        initial |= {"name": request.user.name, "email": request.user.email}
    return initial


def _has_session(request: HttpRequest) -> bool:
    # The page of somebody without a session must not touch one.
    return settings.SESSION_COOKIE_NAME in request.COOKIES
