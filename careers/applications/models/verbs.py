"""What can be done to an application: one door per change of stage."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.applications import emails
from careers.applications.lifecycle import ANSWERS, PIPELINE, REOPEN_WITHIN, STEPS, RefusalReason, Stage
from careers.core import clock
from careers.core.private_files import download_name
from careers.core.states import IllegalStep, step_named
from careers.listings.lifecycle import ListingState
from careers.listings.models.listing import Listing

ENDED = (Stage.HIRED, Stage.NOT_SELECTED, Stage.WITHDRAWN, Stage.DECLINED, Stage.UNANSWERED, Stage.LISTING_ENDED)


class ApplicationRefused(Exception):
    """A step that the table allows and a rule does not; `str()` says to a person what stands in the way."""


class ApplicationVerbs(models.Model):
    """The verbs of Application. Each locks the listing, then the row (always in this order), takes a step of the
    table, logs it, mends the listing's counters and queues its mail; or changes nothing.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def write_draft(self, columns: dict[str, str], answers: dict, *, cv=None, drop_cv: bool = False) -> None:
        """Keep what was typed so far: `columns` may hold name and cover_letter, `answers` maps a question to its text,
        `cv` is a checked upload (`.document` says its kind). Raises IllegalStep once it is handed in.
        """
        self._lock_row()
        if self.stage != Stage.DRAFT:
            raise IllegalStep("write", self.stage)
        if cv is not None or drop_cv:
            self.drop_cv()
        if cv is not None:
            self.cv.save(cv.name, cv, save=False)
            self.cv_kind = cv.document.kind
            self.cv_name = download_name(cv.name, cv.document.kind)
        self._write(
            **columns, cv=self.cv.name or "", cv_name=self.cv_name, cv_kind=self.cv_kind, updated_at=clock.now()
        )
        for question, text in answers.items():
            asked = {"question_text": question.text, "position": question.position, "text": text}
            self.answers.update_or_create(question=question, defaults=asked)

    @transaction.atomic
    def submit(self) -> None:
        """Hand it in. Raises ApplicationRefused when the listing takes no applications now; the draft is kept."""
        self._lock()
        if self.stage != Stage.DRAFT:
            raise IllegalStep("submit", self.stage)
        if self.listing.applies_outside or not self.listing.is_open:
            raise ApplicationRefused(_("This listing takes no applications now. Your draft is kept."))
        if self.listing.employer.role_of(self.seeker):
            raise ApplicationRefused(_("You are a member of this employer, so you cannot apply to its listings."))
        now = clock.now()
        due = self.promise_end(now)
        self._take("submit", by=self.seeker, actor="seeker", submitted_at=now, promise_due_at=due, step_due_at=due)
        emails.application_received(self)

    @transaction.atomic
    def move(self, target: str, *, by: User) -> None:
        """The employer moves it along, or one step back."""
        self._take(f"move_to_{target}", by=by, actor="employer")
        emails.stage_changed(self)

    @transaction.atomic
    def not_select(self, *, by: User, reason: str, text: str = "") -> None:
        """The employer does not select it, with a reason that the seeker reads. `other` needs words."""
        if reason not in RefusalReason.values or (reason == RefusalReason.OTHER and not text.strip()):
            raise ApplicationRefused(_("Say why. The applicant reads it."))
        self._take(
            "not_select", by=by, actor="employer", reason=reason, refusal_reason=reason, refusal_text=text.strip()
        )
        emails.stage_changed(self)

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """Take a refusal back within 30 days."""
        self._lock()
        if self.stage == Stage.NOT_SELECTED and self.ended_at and clock.now() - self.ended_at > REOPEN_WITHIN:
            raise ApplicationRefused(_("A refusal can be taken back within 30 days only."))
        self._take("reopen", by=by, actor="employer", refusal_reason="", refusal_text="")
        emails.stage_changed(self)

    @transaction.atomic
    def record_hire(self, *, by: User) -> None:
        """The employer notes that the seeker accepted elsewhere; the seeker is told and may object."""
        self._take("record_hire", by=by, actor="employer")
        emails.stage_changed(self)

    @transaction.atomic
    def accept(self) -> None:
        """The seeker accepts the offer."""
        self._take("accept", by=self.seeker, actor="seeker")

    @transaction.atomic
    def decline(self) -> None:
        """The seeker declines the offer."""
        self._take("decline", by=self.seeker, actor="seeker")

    @transaction.atomic
    def withdraw(self) -> None:
        """The seeker takes it back."""
        self._take("withdraw", by=self.seeker, actor="seeker")

    @transaction.atomic
    def lapse(self) -> None:
        """The clock: promise and grace are over, and nobody answered. Raises IllegalStep when that is not so (any more)."""
        self._lock()
        if not type(self).objects.filter(pk=self.pk).due_to_lapse().exists():
            raise IllegalStep("lapse", self.stage)
        self._take("lapse", by=None, actor="clock")
        emails.stage_changed(self)

    @transaction.atomic
    def end_with_listing(self) -> None:
        """The clock: the listing has ended, and the time to be moved with it. Raises IllegalStep when that is not so."""
        self._lock()
        if not type(self).objects.filter(pk=self.pk).owed_listing_end().exists():
            raise IllegalStep("end_with_listing", self.stage)
        self._take("end_with_listing", by=None, actor="clock")
        emails.listing_ended(self)

    @transaction.atomic
    def delete_draft(self) -> None:
        """Erase a draft with its file."""
        self._lock()
        if self.stage != Stage.DRAFT:
            raise IllegalStep("delete", self.stage)
        self.drop_cv()
        self.delete()

    def mark_viewed(self, *, by: User) -> None:
        """Note the first time that a member opened it: an event, not a stage, and no answer."""
        if type(self).objects.filter(pk=self.pk, viewed_at=None).update(viewed_at=clock.now()):
            self.changes.create(kind="viewed", from_stage=self.stage, to_stage=self.stage, by=by, actor="employer")

    def mark_seen(self) -> None:
        """Note that the seeker has its page before them: what happened until now is no news any more."""
        type(self).objects.filter(pk=self.pk).update(seeker_seen_at=clock.now())

    def mark_cv_opened(self, *, by: User) -> None:
        """Note that a member opened the CV."""
        self.changes.create(kind="cv_opened", from_stage=self.stage, to_stage=self.stage, by=by, actor="employer")

    @transaction.atomic
    def anonymise(self) -> None:
        """The seeker leaves: withdraw it if it is under way, then erase text, answers and file; stage and dates stay."""
        if self.stage == Stage.DRAFT:
            self.delete_draft()
            return
        if self.is_active:
            self.withdraw()
        self.drop_cv()
        self.answers.update(text="")
        self._write(name="", cover_letter="", cv="", cv_name="", cv_kind="", refusal_text="")

    def drop_cv(self) -> None:
        """Forget the file; it leaves the disk when the transaction commits."""
        if self.cv:
            storage, name = self.cv.storage, self.cv.name
            transaction.on_commit(lambda: storage.delete(name))
            self.cv, self.cv_name, self.cv_kind = "", "", ""

    def _take(self, name: str, *, by: User | None, actor: str, reason: str = "", **columns) -> None:
        self._lock()
        step = step_named(STEPS, name, self.stage)
        if actor not in step.actors:
            raise IllegalStep(name, self.stage)
        if actor == "employer" and (self.is_stopped or self.listing.state == ListingState.REMOVED):
            raise ApplicationRefused(_("The listing is suspended, so its applications cannot be moved now."))
        if actor == "employer" and self._is_past_its_listing():
            raise ApplicationRefused(_("The listing has ended, and the time to decide on this application with it."))
        if actor == "seeker" and by is None:
            raise ApplicationRefused(_("Only the applicant can do this."))
        now, source = clock.now(), self.stage
        is_answer = step.target in ANSWERS and actor == "employer"
        if is_answer and self.answered_at is None:
            columns["answered_at"] = now
        # Before the first answer the promise runs: looking at it, or moving it to and fro, gains no time.
        if actor == "employer" and (is_answer or self.answered_at):
            columns["step_due_at"] = self.promise_end(now)
        columns["ended_at"] = now if step.target in ENDED else None
        self._write(stage=step.target, updated_at=now, **columns)
        self.changes.create(
            kind=name, from_stage=source, to_stage=step.target, by=by, actor=actor, reason=reason, at=now
        )
        self._mend_counters()

    def _is_past_its_listing(self) -> bool:
        ended = self.listing.state in (ListingState.FILLED, ListingState.CLOSED, ListingState.EXPIRED)
        return ended and self.stage in PIPELINE[:4] and self.step_due_at <= clock.now()

    def _lock(self) -> None:
        """Lock the listing, then the row, and read what others may have changed since."""
        rows = Listing.objects.select_for_update(of=("self",), no_key=True).select_related("employer")
        self.listing = rows.get(pk=self.listing_id)
        self._lock_row()

    def _lock_row(self) -> None:
        fields = ("stage", "answered_at", "ended_at", "viewed_at", "promise_due_at", "step_due_at", "clock_stopped_at",
                  "cv", "cv_name", "cv_kind")  # fmt: skip
        row = type(self).objects.select_for_update(of=("self",), no_key=True).only(*fields).get(pk=self.pk)
        for field in fields:
            setattr(self, field, getattr(row, field))

    def _write(self, **columns) -> None:
        type(self).objects.filter(pk=self.pk).update(**columns)
        for name, value in columns.items():
            setattr(self, name, value)

    def _mend_counters(self) -> None:
        type(self).objects.filter(pk=self.pk).recount()
        waiting = type(self).objects.filter(listing=self.listing_id).waiting().count()
        self.listing.mark_queue(full=waiting >= self.listing.review_capacity)
