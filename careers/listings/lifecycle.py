"""The lifecycle of a listing: one table. Every verb, page, document and test reads it from here.

Actors: employer (a member who is owner or recruiter), curator, clock, board (the board itself, for a trusted employer).
"""

from datetime import timedelta

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from careers.core.states import Step

DEFAULT_OPEN = timedelta(days=30)
LONGEST_OPEN = timedelta(days=90)
UNVERIFIED_LISTING_LIMIT = 3  # below level 1, so many may wait or be live
# What an employer may promise: days to a first answer; and how many unanswered applications it may say it can review.
PROMISES = ((7, _("7 days")), (14, _("14 days")), (30, _("30 days")))
USUAL_PROMISE = 14
LEAST_CAPACITY, USUAL_CAPACITY, MOST_CAPACITY = 5, 50, 500
SAMPLED_ONE_IN = 10  # of what a trusted employer publishes, a curator looks at one in ten afterwards


class ListingState(models.TextChoices):
    """Where a listing stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REJECTED = "rejected", _("Rejected")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    PAUSED = "paused", _("Paused")
    FILLED = "filled", _("Filled")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REMOVED = "removed", _("Removed")


EDITABLE = ("draft", "changes_requested", "live", "paused")
SUBSTANTIVE = (
    "title", "pay_min", "pay_max", "pay_currency", "pay_period", "task_minutes",
    "eligibility_scope", "eligible_countries", "eligible_regions", "utc_offset_min", "utc_offset_max",
    "overlap_hours", "overlap_zone", "work_languages", "apply_at", "apply_url",
)  # fmt: skip
"""What makes an edit of a live or paused listing substantive: title, pay, eligibility, where to apply."""
MEMBERS_ONLY = ("draft", "submitted", "changes_requested", "rejected", "scheduled")
PUBLIC = ("live", "paused", "filled", "closed", "expired")
ENDED = ("filled", "closed", "expired", "removed")
SUSPENDABLE = ("scheduled", "live", "paused", "filled", "closed", "expired")

STEPS = (
    Step("submit", ("draft", "changes_requested"), "submitted", ("employer",)),
    Step("take_back", ("submitted", "changes_requested"), "draft", ("employer",)),
    Step("request_changes", ("submitted",), "changes_requested", ("curator",), reason="owed"),
    Step("reject", ("submitted",), "rejected", ("curator",), reason="owed"),
    Step("grant_appeal", ("rejected",), "submitted", ("curator",), reason="optional"),
    Step("publish", ("submitted",), "live", ("curator", "board"), reason="optional"),
    Step("schedule", ("submitted",), "scheduled", ("curator", "board"), reason="optional"),
    Step("open", ("scheduled",), "live", ("clock",)),
    Step("unschedule", ("scheduled",), "draft", ("employer",)),
    Step("pause", ("live",), "paused", ("employer",)),
    Step("resume", ("paused",), "live", ("employer",)),
    Step("fill", ("live", "paused", "closed", "expired"), "filled", ("employer",)),
    Step("close", ("live", "paused"), "closed", ("employer",), reason="optional"),
    Step("expire", ("live", "paused"), "expired", ("clock",)),
    Step("suspend", SUSPENDABLE, "suspended", ("curator",), reason="owed"),
    *(Step("restore", ("suspended",), state, ("curator",), reason="optional") for state in SUSPENDABLE),
    Step("remove", ("suspended",), "removed", ("curator",), reason="owed"),
)
"""`restore` leads back to the state the listing came from, or to expired when its time is over."""


def is_sampled(handed_in: object) -> bool:
    """Whether a curator looks at this afterwards: one in SAMPLED_ONE_IN, by a keyed draw that nobody outside can foresee."""
    drawn = salted_hmac("careers.listings.sample", str(handed_in)).digest()
    return int.from_bytes(drawn) % SAMPLED_ONE_IN == 0
