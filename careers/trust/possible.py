"""Which decisions are possible now: read from the tables of steps, so that no button leads to a refusal."""

from careers.core.states import steps_from
from careers.employers.lifecycle import STEPS as EMPLOYER_STEPS
from careers.listings.lifecycle import STEPS as LISTING_STEPS

# Decisions whose reason the employer has to be told.
REASON_OWED = ("request_changes", "reject", "suspend", "remove", "refuse_revision", "see_documents")
KIND_OF_STEP = {"publish": "approve", "schedule": "approve"}


def listing_kinds(listing) -> tuple[str, ...]:
    """The kinds of decision about a listing in its present state, what owes no reason first."""
    steps = [step.name for step in steps_from(LISTING_STEPS, listing.state, "curator")]
    sampled = ["check_sample"] if listing.sampled_at and listing.is_public else []
    return _in_order([*sampled, *(KIND_OF_STEP.get(step, step) for step in steps)])


def employer_kinds(employer) -> tuple[str, ...]:
    """The kinds of decision about an employer in its present state, what owes no reason first."""
    steps = [step.name for step in steps_from(EMPLOYER_STEPS, employer.state, "curator")]
    return _in_order([*steps, *(["see_documents"] if employer.is_public else [])])


def _in_order(kinds: list[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(kinds), key=lambda kind: kind in REASON_OWED))
