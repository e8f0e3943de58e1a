"""Writing a listing in steps: what each step's form gives is kept at once, or waits as a revision of a live one."""

from copy import copy
from typing import Any

from django.db import transaction

from careers.accounts.models import User
from careers.employers.models.employer import Employer
from careers.listings.lifecycle import SUBSTANTIVE, ListingState
from careers.listings.models.details import EngagementTerms, ScreeningQuestion
from careers.listings.models.listing import Listing
from careers.listings.models.revision import ListingRevision, plain_values
from careers.listings.models.verbs import ListingRefused

Parts = dict[str, Any]
"""What a step gives: `values` (columns of Listing), and where the step has them `skills`, `backgrounds`, `terms`, `questions`."""


def begin(employer: Employer, parts: Parts, *, by: User) -> Listing:
    """A new draft from the first step."""
    return Listing.begin(
        by=by, employer=employer, values=parts["values"], skills=parts["skills"], backgrounds=parts["backgrounds"]
    )


@transaction.atomic
def keep(listing: Listing, parts: Parts, *, by: User) -> bool:
    """Keep what a step gives; True when a part of it now waits for review.

    On a live or paused listing what the lint refuses raises ListingRefused, and a change of substance becomes a
    revision (one at a time: it takes the place of the waiting one and carries on what other steps changed there).
    """
    row = Listing.objects.select_for_update(no_key=True, of=("self",)).select_related("employer").get(pk=listing.pk)
    values, waits = parts["values"], False
    if row.state in (ListingState.LIVE, ListingState.PAUSED):
        _refuse_what_the_lint_refuses(row, values)
        waits = _revise(row, {name: value for name, value in values.items() if name in SUBSTANTIVE}, by=by)
        values = {name: value for name, value in values.items() if name not in SUBSTANTIVE}
    row.edit(by=by, values=values, skills=parts.get("skills"), backgrounds=parts.get("backgrounds"))
    if "terms" in parts:
        _keep_terms(row, parts["terms"])
    if "questions" in parts:
        _keep_questions(row, parts["questions"])
    return waits


def as_written(listing: Listing) -> Listing:
    """The listing with a waiting revision in place, not to be saved: what its writer sees in the forms."""
    waiting = waiting_revision(listing)
    if waiting is None:
        return listing
    seen = copy(listing)
    for name, value in waiting.values.items():
        field = Listing._meta.get_field(name)
        setattr(seen, field.attname, field.to_python(value))
    return seen


def waiting_revision(listing: Listing) -> ListingRevision | None:
    """The edit that waits for a curator, if there is one."""
    return listing.revisions.filter(state=ListingRevision.State.WAITING).first()


def _refuse_what_the_lint_refuses(row: Listing, values: dict) -> None:
    seen = copy(row)
    for name, value in values.items():
        setattr(seen, name, value)
    for finding in seen.findings():
        if finding.refused and finding.field in values:
            raise ListingRefused(finding.sentence)


def _revise(row: Listing, substance: dict, *, by: User) -> bool:
    if not substance:
        return False
    waiting = waiting_revision(row)
    before = dict(waiting.values) if waiting else {}
    elsewhere = {name: value for name, value in before.items() if name not in substance}
    wanted = elsewhere | {name: value for name, value in substance.items() if getattr(row, name) != value}
    if plain_values(wanted) == before:
        return False
    if wanted:
        offered = ListingRevision.offer(row, wanted, by=by)
        row.refresh_from_db()
        return offered.state == ListingRevision.State.WAITING
    if waiting:
        waiting.take_back(by=by)
    return False


def _keep_terms(row: Listing, terms: dict) -> None:
    said = any(value not in (None, "") for value in terms.values())
    if said or EngagementTerms.objects.filter(listing=row).exists():
        EngagementTerms.objects.update_or_create(listing=row, defaults=terms)


def _keep_questions(row: Listing, questions: list[dict]) -> None:
    """A question that keeps its words keeps its row, and so the answers that were given to it."""
    standing = {question.text: question for question in row.questions.all()}
    kept = []
    for position, fields in enumerate(questions, 1):
        question = standing.pop(fields["text"], None) or ScreeningQuestion(listing=row)
        for name, value in {**fields, "position": position}.items():
            setattr(question, name, value)
        kept.append(question)
    for question in standing.values():
        question.delete()
    for question in kept:
        question.save()
