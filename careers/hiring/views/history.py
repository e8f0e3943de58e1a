"""The logs in words, for members: what happened, who did it, and when in the employer's zone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from careers.applications.lifecycle import ACTIVE
from careers.core import clock
from careers.core.formats import format_moment

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
        who = change.by.display_name if change.by and change.actor == "employer" else ""
        items.append(
            {
                "state": "done",
                "title": str(words.get(change.kind, change.kind)),
                "when": when if who else f"{when}, {ACTORS[change.actor]}",
                "who": who,
                "text": change.reason,
            }
        )
    if items:
        items[-1]["state"] = "now"
    return items


def due_of(application: Any) -> dict[str, str]:
    """When an answer is due, or was given: `text` and `tone` for `components/_due.html`; empty for what is over."""
    if application.answered_at:
        return {"text": answered_words(application.answered_at - application.submitted_at), "tone": "done"}
    if application.stage not in ACTIVE:
        return {"text": "", "tone": ""}
    if application.is_stopped:
        return {"text": _("the clock stands still"), "tone": ""}
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


def answered_words(span: timedelta) -> str:
    """How long the first answer took."""
    days = span // timedelta(days=1)
    if not days:
        return _("answered within a day")
    return ngettext("answered in %(days)s day", "answered in %(days)s days", days) % {"days": days}
