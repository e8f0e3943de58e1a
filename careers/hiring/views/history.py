"""An application and the logs in words, for members: what happened, who did it, what is owed, and by when in the employer's zone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from careers.applications.lifecycle import ACTIVE, GRACE, REOPEN_WITHIN, RefusalReason, Stage
from careers.core import clock
from careers.core.formats import format_moment, zone_name

ACTORS = {
    "employer": _later("a member"),
    "curator": _later("a curator"),
    "clock": _later("the clock of the board"),
    "board": _later("the board"),
    "seeker": _later("the applicant"),
}

LISTING = {
    "created": _later("Draft begun"),
    "edited": _later("Edited"),
    "submit": _later("Handed in for review"),
    "take_back": _later("Taken back"),
    "request_changes": _later("Changes requested"),
    "reject": _later("Rejected"),
    "grant_appeal": _later("Appeal granted, in review again"),
    "publish": _later("Approved, live"),
    "schedule": _later("Approved, planned"),
    "open": _later("Went live on its day"),
    "unschedule": _later("Planned start taken back"),
    "pause": _later("Paused"),
    "resume": _later("Takes applications again"),
    "fill": _later("Marked as filled"),
    "close": _later("Closed"),
    "expire": _later("Its time was over"),
    "suspend": _later("Suspended"),
    "restore": _later("Restored"),
    "remove": _later("Removed"),
    "extended": _later("Runs longer"),
    "hidden": _later("Hidden, because the employer is suspended"),
    "unhidden": _later("In the lists again"),
    "queue_full": _later("The queue is full"),
    "queue_open": _later("The queue is open again"),
    "revision_offered": _later("An edit was handed in"),
    "revision_applied": _later("The edit is public"),
    "revision_refused": _later("The edit was refused"),
    "sample_checked": _later("Looked at by a curator, nothing wrong"),
}

APPLICATION = {
    "submit": _later("Application arrived"),
    "move_to_submitted": _later("Put back among the new ones"),
    "move_to_in_review": _later("Taken up to be read"),
    "move_to_shortlisted": _later("Put on the short list"),
    "move_to_interviewing": _later("Asked to an interview"),
    "move_to_offered": _later("Offered the work"),
    "not_select": _later("Not selected"),
    "withdraw": _later("Withdrawn"),
    "accept": _later("Offer accepted"),
    "record_hire": _later("Noted that the offer was accepted"),
    "decline": _later("Offer declined"),
    "lapse": _later("The promised time passed without an answer"),
    "end_with_listing": _later("The listing ended without a decision"),
    "reopen": _later("Refusal taken back"),
    "viewed": _later("Opened for the first time"),
    "cv_opened": _later("CV opened"),
}


def timeline(changes: Iterable[Any], words: dict, zone: str) -> list[dict[str, str]]:
    """The rows of a log as items of `components/_timeline.html`, oldest first; members are named."""
    items = []
    for change in changes:
        when = format_moment(change.at, zone)
        known = change.kind == "not_select" and change.reason in RefusalReason.values
        who = change.by.display_name if change.by and change.actor == "employer" else ""
        items.append(
            {
                "state": "done",
                "title": str(words.get(change.kind, change.kind)),
                "when": when if who else f"{when}, {ACTORS[change.actor]}",
                "who": who,
                "text": "" if known else change.reason,
                "reason": RefusalReason(change.reason).label if known else "",
            }
        )
    if items:
        items[-1]["state"] = "now"
    return items


def due_of(application: Any) -> dict[str, str]:
    """What is due of an application, or how fast the answer was: `text` and `tone` for `components/_due.html`."""
    is_active = application.stage in ACTIVE
    if is_active and application.is_stopped:
        return {"text": _("the clock stands still"), "tone": ""}
    if application.stage == Stage.OFFERED:
        return {"text": _("the applicant decides"), "tone": "done"}
    if application.answered_at and is_active:
        return _step_due(application.step_due_at - clock.now())
    if application.answered_at:
        return {"text": answered_words(application.answered_at - application.submitted_at), "tone": "done"}
    if not is_active:
        return {"text": "", "tone": ""}
    left = application.promise_due_at - clock.now()
    if left <= timedelta(0):
        days = -(left // timedelta(days=1))
        return {"text": ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}, "tone": "late"}
    if left <= timedelta(days=1):
        return {"text": _("answer due within a day"), "tone": "late"}
    days = left // timedelta(days=1)
    return {
        "text": ngettext("answer due in %(days)s day", "answer due in %(days)s days", days) % {"days": days},
        "tone": "",
    }


def _step_due(left: timedelta) -> dict[str, str]:
    if left <= timedelta(0):
        days = -(left // timedelta(days=1))
        words = ngettext("next step %(days)s day late", "next step %(days)s days late", days)
        return {"text": words % {"days": days}, "tone": "late"}
    if left <= timedelta(days=1):
        return {"text": _("next step due within a day"), "tone": "late"}
    days = left // timedelta(days=1)
    words = ngettext("next step in %(days)s day", "next step in %(days)s days", days)
    return {"text": words % {"days": days}, "tone": ""}


def answered_words(span: timedelta) -> str:
    """How long the first answer took."""
    days = span // timedelta(days=1)
    if not days:
        return _("answered within a day")
    return ngettext("answered in %(days)s day", "answered in %(days)s days", days) % {"days": days}


def clock_words(application: Any, zone: str) -> str:
    """The promise in whole sentences: what the employer owes, and until which minute of its zone; empty when nothing."""
    stage = application.stage
    if stage in ACTIVE and application.is_stopped:
        return ""
    if stage == Stage.OFFERED:
        return _("It is the applicant's turn: they accept the offer or decline it.")
    if stage in ACTIVE:
        return _owed_words(application, zone)
    if stage == Stage.UNANSWERED:
        return _("The promised day has passed without an answer. You can still answer; the record keeps it as late.")
    if stage == Stage.NOT_SELECTED and application.ended_at:
        until = application.ended_at + REOPEN_WITHIN
        if until > clock.now():
            return _("You can take the decision back until %(date)s.") % {"date": format_moment(until, zone)}
    return ""


def _owed_words(application: Any, zone: str) -> str:
    over = application.step_due_at <= clock.now()
    words = {"date": _last_minute(application.step_due_at, zone)}
    if application.listing.is_ended:
        if over:
            return _("The listing has ended, and the time to decide ended with %(date)s.") % words
        return (
            _("The listing has ended. You can decide until %(date)s; then the applicant is told that it ended.") % words
        )
    if application.answered_at:
        return f"{_you_answered(application)} {_next_step(over) % words}"
    if over:
        words["late"] = _last_minute(application.promise_due_at + GRACE, zone)
        return _("You promised an answer by %(date)s. If none comes by %(late)s, it counts as unanswered.") % words
    return _("You promised an answer by %(date)s.") % words


def _you_answered(application: Any) -> str:
    days = (application.answered_at - application.submitted_at) // timedelta(days=1)
    if not days:
        return _("You answered within a day.")
    return ngettext("You answered in %(days)s day.", "You answered in %(days)s days.", days) % {"days": days}


def _next_step(over: bool) -> str:
    if over:
        return _("The next step was due by %(date)s. The applicant sees that it is late.")
    return _("The next step is due by %(date)s.")


def _last_minute(due: datetime, zone: str) -> str:
    # A midnight belongs to the day that it closes.
    return format_moment(due - timedelta(minutes=1), zone)


def hours_words(profile: Any) -> str:
    """The hours a week that an applicant has; empty when they have not said."""
    if not profile or not profile.hours_max:
        return ""
    words = {"least": profile.hours_min, "most": profile.hours_max}
    if profile.hours_min:
        return _("%(least)s–%(most)s hours a week") % words
    return _("up to %(most)s hours a week") % words


def zone_words(profile: Any) -> str:
    """An applicant's zone as people say it: its city, and what the clocks there are called now."""
    if not profile or not profile.zone:
        return ""
    city = profile.zone.rpartition("/")[2].replace("_", " ")
    return f"{city}, {zone_name(clock.now().astimezone(clock.zone(profile.zone)))}"
