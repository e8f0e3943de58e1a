"""An application in words, for the person who applied: where it stands, what happens next and by when, what has happened."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from careers.applications.lifecycle import ACTIVE, ATTEMPTS, GRACE, REOPEN_WITHIN, Stage
from careers.core import clock
from careers.core.formats import format_moment

HEADLINES = {
    Stage.DRAFT: _later("This is a draft. The employer does not see it."),
    Stage.SUBMITTED: _later("Your application has arrived."),
    Stage.IN_REVIEW: _later("Your application is being read."),
    Stage.SHORTLISTED: _later("You are on the short list."),
    Stage.INTERVIEWING: _later("They want to talk with you."),
    Stage.OFFERED: _later("You have an offer."),
    Stage.HIRED: _later("You have the work."),
    Stage.NOT_SELECTED: _later("You were not selected."),
    Stage.WITHDRAWN: _later("You have withdrawn your application."),
    Stage.DECLINED: _later("You have declined the offer."),
    Stage.UNANSWERED: _later("They did not answer. This is not about you."),
    Stage.LISTING_ENDED: _later("The listing has ended, and with it your application."),
}

# After these the way leads on to other listings.
LEAD_ON = (Stage.NOT_SELECTED, Stage.UNANSWERED, Stage.LISTING_ENDED)

EVENTS = {
    "submit": _later("You applied"),
    "move_to_submitted": _later("Put back among the new applications"),
    "move_to_in_review": _later("Taken up to be read"),
    "move_to_shortlisted": _later("Put on the short list"),
    "move_to_interviewing": _later("Asked to an interview"),
    "move_to_offered": _later("Offered the work"),
    "not_select": _later("Not selected"),
    "withdraw": _later("You withdrew the application"),
    "accept": _later("You accepted the offer"),
    "record_hire": _later("The employer noted that you accepted"),
    "decline": _later("You declined the offer"),
    "lapse": _later("The promised time passed without an answer"),
    "end_with_listing": _later("The listing ended without a decision"),
    "reopen": _later("The employer took the refusal back"),
    "viewed": _later("Opened by the employer"),
    "cv_opened": _later("CV opened by the employer"),
}

ACTORS = {
    "seeker": _later("by you"),
    "employer": _later("by the employer"),
    "clock": _later("by the clock of the board"),
    "board": _later("by the board"),
}


def zone_for(application: Any) -> str:
    """The zone in which the person reads times: their own, else the employer's."""
    return application.seeker.zone or application.listing.employer.zone


def last_minute(due: datetime, zone: str) -> str:
    """The last minute before a promise ends, in words: a midnight belongs to the day that it closes."""
    return format_moment(due - timedelta(minutes=1), zone)


def headline(application: Any) -> str:
    """Where it stands, as one sentence."""
    return str(HEADLINES[Stage(application.stage)])


def what_next(application: Any) -> str:
    """What happens next, who does it, and by when in the reader's zone."""
    stage, employer, zone = application.stage, application.listing.employer.name, zone_for(application)
    if stage == Stage.DRAFT:
        return _draft_next(application)
    if stage in ACTIVE and application.is_stopped:
        return _("The curators are looking at this listing. All clocks stand still until they are done.")
    if stage == Stage.OFFERED:
        return _("It is your turn: accept the offer or decline it.")
    if stage in ACTIVE:
        return _clock_next(application, employer, zone)
    return _end_next(application, employer, zone)


def _draft_next(application: Any) -> str:
    listing = application.listing
    if listing.is_open:
        until = last_minute(listing.closes_at, zone_for(application))
        return _("Look it over and send it. The listing takes applications until %(date)s.") % {"date": until}
    if listing.is_ended:
        return _("The listing has ended, so this draft cannot be sent any more.")
    return _("The listing takes no applications now. Your draft is kept, and you can send it when it opens again.")


def _clock_next(application: Any, employer: str, zone: str) -> str:
    over = application.step_due_at <= clock.now()
    words = {"employer": employer, "date": last_minute(application.step_due_at, zone)}
    if application.listing.is_ended:
        return (
            _("The listing takes no more applications. %(employer)s can still decide on yours until %(date)s.") % words
        )
    if application.answered_at is None and not over:
        return _("%(employer)s has promised an answer by %(date)s. If none comes, we tell you.") % words
    if application.answered_at is None:
        words["late"] = last_minute(application.promise_due_at + GRACE, zone)
        return (
            _("The promised day, %(date)s, has passed. If no answer comes by %(late)s, it counts as unanswered.")
            % words
        )
    if over:
        return (
            _("%(employer)s meant to take the next step by %(date)s and is late. The application is still open.")
            % words
        )
    return _("%(employer)s takes the next step by %(date)s.") % words


def _end_next(application: Any, employer: str, zone: str) -> str:
    stage = application.stage
    if stage == Stage.HIRED:
        return _("Settle the rest with %(employer)s directly.") % {"employer": employer}
    if stage == Stage.UNANSWERED:
        return _("If %(employer)s answers after all, we pass it on. Their record keeps it as late.") % {
            "employer": employer
        }
    if stage == Stage.NOT_SELECTED and application.ended_at:
        until = application.ended_at + REOPEN_WITHIN
        if until > clock.now():
            words = {"employer": employer, "date": format_moment(until, zone)}
            return _("%(employer)s can change this decision until %(date)s. You need not do anything.") % words
    if stage == Stage.WITHDRAWN and application.attempt < ATTEMPTS and application.listing.is_open:
        return _("If you change your mind, you can apply to this listing once more.")
    return _("Nothing more happens here.")


def more_url(application: Any) -> str:
    """Where to go on from an application that came to nothing: the listings of the same profession."""
    return f"{reverse('listing_list')}?category={application.listing.category.slug}"


def timeline(application: Any, changes: Iterable[Any]) -> list[dict[str, str]]:
    """What has happened, oldest first, and what is to come: `state`, `title`, `when`, `text` of each."""
    zone = zone_for(application)
    items = [
        {
            "state": "done",
            "title": str(EVENTS.get(change.kind, change.kind)),
            "when": f"{format_moment(change.at, zone)}, {ACTORS[change.actor]}",
            "text": "",
        }
        for change in changes
    ]
    if items:
        items[-1]["state"] = "now"
    if application.stage in ACTIVE:
        items.append({"state": "to-come", "title": what_next(application), "when": "", "text": ""})
    return items
