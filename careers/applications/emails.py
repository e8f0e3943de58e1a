"""Mail about an application, to the person who applied and in that person's language."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from careers.applications import history
from careers.applications.lifecycle import Stage
from careers.core.formats import format_moment
from careers.core.mail import absolute_url, send_mail_event


def application_received(application) -> None:
    """The confirmation: it has arrived, and by when it is to be answered."""
    _to_seeker("applications/application_received", application)


def stage_changed(application) -> None:
    """The stage has changed: what it is now, why, and what happens next."""
    _to_seeker("applications/application_stage_changed", application)


def listing_ended(application) -> None:
    """The listing has ended without an answer to this application; a removed one comes with a word on safety."""
    _to_seeker("applications/application_listing_ended", application)


def step_late(application) -> None:
    """The employer meant to take the next step by now and has not: no state, a kind word."""
    _to_seeker("applications/application_step_late", application)


def _to_seeker(event: str, application) -> None:
    seeker, listing = application.seeker, application.listing
    if seeker.deleted_at or not seeker.is_active:
        return
    with override(seeker.language):
        facts = [(_("Listing"), listing.title), (_("Employer"), listing.employer.name)]
        if application.submitted_at:
            facts.append((_("Sent"), format_moment(application.submitted_at, history.zone_for(application))))
        context = {
            "application": application,
            "listing": listing,
            "seeker": seeker,
            "headline": history.headline(application),
            "what_next": history.what_next(application),
            "refusal": application.get_refusal_reason_display() if application.refusal_reason else "",
            "refusal_text": application.refusal_text,
            "was_answered": application.answered_at is not None,
            "is_removed": listing.state == "removed",
            "was_recorded": application.stage == Stage.HIRED,
            "more_url": absolute_url(history.more_url(application)) if application.stage in history.LEAD_ON else "",
            "facts": facts,
            "button_url": absolute_url(reverse("application_detail", args=[application.public_id])),
            "button_label": _("Open my application"),
        }
    send_mail_event(event, to=seeker.email, language=seeker.language, context=context)
