"""Mail about an application, to the person who applied and in that person's language."""

from django.urls import reverse
from django.utils.translation import override

from careers.core.mail import absolute_url, send_mail_event


def application_received(application) -> None:
    """The confirmation: it has arrived, and by when it is to be answered."""
    _to_seeker("application_received", application)


def stage_changed(application) -> None:
    """The stage has changed: what it is now, why, and what happens next."""
    _to_seeker("application_stage_changed", application)


def listing_ended(application) -> None:
    """The listing has ended without an answer to this application."""
    _to_seeker("application_listing_ended", application)


def _to_seeker(event: str, application) -> None:
    seeker = application.seeker
    if seeker.deleted_at or not seeker.is_active:
        return
    with override(seeker.language):
        link = absolute_url(reverse("application_detail", args=[application.public_id]))
    context = {"application": application, "listing": application.listing, "seeker": seeker, "link": link}
    send_mail_event(f"applications/{event}", to=seeker.email, language=seeker.language, context=context)
