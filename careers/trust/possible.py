"""Which decisions are possible now: read from the tables of steps, so that no button leads to a refusal."""

from careers.core.states import steps_from
from careers.employers.lifecycle import STEPS as EMPLOYER_STEPS
from careers.listings.lifecycle import STEPS as LISTING_STEPS

KIND_OF_STEP = {"publish": "approve", "schedule": "approve"}


def listing_kinds(listing) -> tuple[str, ...]:
    """The kinds of decision about a listing in its present state, in the table's order."""
    steps = [step.name for step in steps_from(LISTING_STEPS, listing.state, "curator")]
    sampled = ["check_sample"] if listing.sampled_at and listing.is_public else []
    return tuple(dict.fromkeys([*sampled, *(KIND_OF_STEP.get(step, step) for step in steps)]))


def employer_kinds(employer) -> tuple[str, ...]:
    """The kinds of decision about an employer in its present state."""
    steps = [step.name for step in steps_from(EMPLOYER_STEPS, employer.state, "curator")]
    return tuple(dict.fromkeys([*steps, *(["see_documents"] if employer.is_public else [])]))
