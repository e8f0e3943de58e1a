"""Sample applications: where they stand, how they came there, and what was said."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import override

from careers.accounts.models import SeekerProfile, User
from careers.applications.lifecycle import ANSWERS, STEPS, RefusalReason, Stage
from careers.applications.models.application import Application
from careers.applications.models.log import ApplicationChange, ScreeningAnswer
from careers.applications.models.verbs import ENDED
from careers.core import clock
from careers.core.states import step_named
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange
from careers.management.loaders.files import read_json
from careers.management.loaders.sample_people import sample_id


def application_id(row: dict[str, Any]):
    """The public id of a sample application for ever."""
    return sample_id("application", f"{row['listing']}:{row['seeker']}")


def make_applications(listings: dict[str, Listing], people: dict[str, User]) -> int:
    """Write the applications to those new listings; return how many they are."""
    there = set(Application.objects.filter(listing__in=listings.values()).values_list("listing_id", "seeker_id"))
    rows = [
        row
        for row in read_json("samples/applications.json")
        if row["listing"] in listings and (listings[row["listing"]].pk, people[row["seeker"]].pk) not in there
    ]
    histories = [_History(row, listings[row["listing"]], people) for row in rows]
    for history in histories:
        _attach_cv(history.application)
    Application.objects.bulk_create(history.application for history in histories)
    ApplicationChange.objects.bulk_create(change for history in histories for change in history.changes)
    ScreeningAnswer.objects.bulk_create(
        ScreeningAnswer(
            application=history.application,
            question=question,
            question_text=question.text,
            position=question.position,
            text=text,
        )
        for history in histories
        for question, text in zip(history.application.listing.questions.all(), history.row["answers"], strict=True)
    )
    made = Application.objects.filter(pk__in=[history.application.pk for history in histories])
    made.recount()
    _mark_full_queues(listings.values())
    return len(histories)


def _attach_cv(application: Application) -> None:
    """A CV as plain text, of what the sample person's profile says."""
    profile = SeekerProfile.objects.filter(user=application.seeker_id).select_related("background").first()
    if profile is None:
        return
    with override(application.seeker.language):
        known = [skill.name for skill in profile.skills.all()]
        lines = [application.name, profile.headline, "", profile.about, "", ", ".join(known)]
    application.cv.save("cv.txt", ContentFile("\n".join(lines).encode()), save=False)
    application.cv_name, application.cv_kind = "cv.txt", "txt"


class _History:
    """One application, walked through the table of its lifecycle from the day it was handed in."""

    def __init__(self, row: dict[str, Any], listing: Listing, people: dict[str, User]):
        self.row = row
        self.people = people
        seeker = people[row["seeker"]]
        submitted = _ago(row["days_ago"])
        self.application = Application(
            public_id=application_id(row),
            listing=listing,
            seeker=seeker,
            name=seeker.name,
            cover_letter=row["letter"],
            created_at=submitted - timedelta(hours=1),
            submitted_at=submitted,
            viewed_at=None if row["viewed_days_ago"] is None else _ago(row["viewed_days_ago"]),
        )
        due = self.application.promise_end(submitted)
        self.application.promise_due_at = self.application.step_due_at = due
        self.changes: list[ApplicationChange] = []
        self._take("submit", "seeker", seeker, submitted)
        if self.application.viewed_at:
            self._note_view(self.application.viewed_at)
        for step in row["steps"]:
            self._walk(**step)

    def _note_view(self, at: datetime) -> None:
        readers = [step["by"] for step in self.row["steps"] if step["by"] != self.row["seeker"]]
        by = self.people[readers[0]] if readers and readers[0] else self.application.listing.created_by
        stage = self.application.stage
        self.changes.append(
            ApplicationChange(
                application=self.application,
                kind="viewed",
                from_stage=stage,
                to_stage=stage,
                actor="employer",
                by=by,
                at=at,
            )
        )

    def _walk(self, *, step: str, days_ago: float, by: str, reason: str, text: str) -> None:
        actor = step_named(STEPS, step, self.application.stage).actors[0]
        if step == "not_select":
            self.application.refusal_reason = RefusalReason(reason)
            self.application.refusal_text = text
        self._take(step, actor, self.people.get(by), _ago(days_ago), text)

    def _take(self, name: str, actor: str, by: User | None, at: datetime, reason: str = "") -> None:
        application = self.application
        step = step_named(STEPS, name, application.stage)
        self.changes.append(
            ApplicationChange(
                application=application,
                kind=name,
                from_stage=application.stage,
                to_stage=step.target,
                actor=actor,
                by=by,
                at=at,
                reason=reason,
            )
        )
        if actor == "employer":
            application.step_due_at = application.promise_end(at)
        if step.target in ANSWERS and actor == "employer" and application.answered_at is None:
            application.answered_at = at
        application.ended_at = at if step.target in ENDED else None
        application.stage = Stage(step.target)
        application.updated_at = at


def _mark_full_queues(listings: Iterable[Listing]) -> None:
    for listing in listings:
        waiting = Application.objects.filter(listing=listing).waiting()
        if listing.state == "live" and waiting.count() >= listing.review_capacity:
            full_at = max(waiting.values_list("submitted_at", flat=True))
            Listing.objects.filter(pk=listing.pk).update(queue_full_at=full_at)
            ListingChange.objects.create(
                listing=listing, kind="queue_full", from_state="live", to_state="live", actor="board", at=full_at
            )


def _ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)
