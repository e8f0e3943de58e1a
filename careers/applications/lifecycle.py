"""The lifecycle of an application: one table. Every verb, page, document and test reads it from here.

Actors: seeker, employer (a member who is owner or recruiter), clock, board (what follows from a listing's end).
"""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from careers.core.states import Step

GRACE = timedelta(days=3)  # after the promise, before an application counts as unanswered
THIRD_OF_A_DAY = timedelta(hours=8)  # times the promised days: what is left of a promise when two thirds are over
REOPEN_WITHIN = timedelta(days=30)
ATTEMPTS = 2


class Stage(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    INTERVIEWING = "interviewing", _("Interviewing")
    OFFERED = "offered", _("Offered")
    HIRED = "hired", _("Hired")
    NOT_SELECTED = "not_selected", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")
    UNANSWERED = "unanswered", _("Unanswered")
    LISTING_ENDED = "listing_ended", _("Listing ended")


PIPELINE = ("submitted", "in_review", "shortlisted", "interviewing", "offered")
ACTIVE = PIPELINE
ANSWERS = ("shortlisted", "interviewing", "offered", "hired", "not_selected")


def _moves() -> list[Step]:
    """Any later stage up to offered, or one step back; from unanswered any stage from in review on, late."""
    steps = []
    for place, target in enumerate(PIPELINE):
        earlier = PIPELINE[:place]
        back = PIPELINE[place + 1 : place + 2] if target not in ("interviewing", "offered") else ()
        late = ("unanswered",) if place else ()
        steps.append(Step(f"move_to_{target}", (*earlier, *back, *late), target, ("employer",)))
    return steps


STEPS = (
    Step("submit", ("draft",), "submitted", ("seeker",)),
    *_moves(),
    Step("not_select", (*PIPELINE, "unanswered"), "not_selected", ("employer",), reason="owed"),
    Step("withdraw", PIPELINE, "withdrawn", ("seeker",)),
    Step("accept", ("offered",), "hired", ("seeker",)),
    Step("record_hire", ("offered",), "hired", ("employer",)),
    Step("decline", ("offered",), "declined", ("seeker",)),
    Step("lapse", ("submitted", "in_review"), "unanswered", ("clock",)),
    Step("end_with_listing", PIPELINE[:4], "listing_ended", ("clock",)),
    Step("reopen", ("not_selected",), "in_review", ("employer",)),
)


class RefusalReason(models.TextChoices):
    """Why an applicant was not selected: the seeker reads it, with the employer's own words if there are any."""

    EXPERIENCE = "experience", _("Others had more of the experience this work needs.")
    SKILLS = "skills", _("A skill that this work needs is missing.")
    LANGUAGE = "language", _("The work needs another level of a language.")
    HOURS = "hours", _("The hours or the time zone do not fit.")
    PAY = "pay", _("What you ask for and what we can pay do not meet.")
    TEST = "test", _("The test or work sample did not show what we look for.")
    FILLED = "filled", _("Somebody else was hired.")
    INCOMPLETE = "incomplete", _("The application was not complete.")
    DUPLICATE = "duplicate", _("We have another application of yours for this work.")
    OTHER = "other", _("Another reason, explained below.")
