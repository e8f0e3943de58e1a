"""What can be done to a listing: one door per state change."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.core import clock
from careers.core.queue import announce
from careers.core.states import IllegalStep, step_named
from careers.listings import emails
from careers.listings.crowd import rank_of
from careers.listings.lifecycle import (
    DEFAULT_OPEN,
    ENDED,
    LONGEST_OPEN,
    STEPS,
    UNVERIFIED_LISTING_LIMIT,
    ListingState,
    is_sampled,
)


class ListingRefused(Exception):
    """A step that the table allows and a rule does not; `str()` says to a person what stands in the way."""


class ListingVerbs(models.Model):
    """The verbs of Listing. Each locks the row, takes a step of the table, logs it and announces it, or changes nothing."""

    class Meta:
        abstract = True

    @transaction.atomic
    def submit(self, *, by: User) -> None:
        """Hand it in for review. A trusted employer's goes straight on, with both steps logged.

        Raises ListingRefused when the lint refuses something in it, when an unverified employer has as many waiting or
        live as it may have, or when its time to close lies in the past.
        """
        employer = type(self.employer).objects.select_for_update(no_key=True).get(pk=self.employer_id)
        # Locked, and all of it read again: somebody may have written it anew since it was read.
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True, of=("self",)))
        self.employer = employer
        if not self.category.is_active:
            raise ListingRefused(_("This profession takes no new listings. Choose another."))
        for finding in self.findings():
            if finding.refused:
                raise ListingRefused(finding.sentence)
        if (
            not (employer.is_verified or employer.is_sample)
            and self._waiting_or_live().count() >= UNVERIFIED_LISTING_LIMIT
        ):
            raise ListingRefused(
                _("Until your employer is verified, at most three listings can wait for review or be live at a time.")
            )
        self._refuse_past()
        self._take("submit", by=by, actor="employer")
        if self.is_trusted:
            self._pass(by=None)
            if is_sampled(self.public_id):
                self._write(sampled_at=clock.now())
        else:
            emails.listing_submitted(self)

    @transaction.atomic
    def take_back(self, *, by: User) -> None:
        """Make it a draft again before or during review."""
        self._take("take_back", by=by, actor="employer")

    @transaction.atomic
    def request_changes(self, *, by: User, reason: str) -> None:
        """A curator asks for changes and says which."""
        self._take("request_changes", by=by, actor="curator", reason=reason)
        emails.listing_decided(self, decision="request_changes", reason=reason)

    @transaction.atomic
    def reject(self, *, by: User, reason: str) -> None:
        """A curator refuses it and says why."""
        self._take("reject", by=by, actor="curator", reason=reason)
        emails.listing_decided(self, decision="reject", reason=reason)

    @transaction.atomic
    def grant_appeal(self, *, by: User, reason: str = "") -> None:
        """A rejected one goes back into the queue."""
        self._take("grant_appeal", by=by, actor="curator", reason=reason)
        emails.listing_submitted(self)

    @transaction.atomic
    def approve(self, *, by: User | None, reason: str = "") -> None:
        """Publish it now, or schedule it when `starts_at` lies ahead. `by` None is the board, for a trusted employer.

        Raises ListingRefused while the employer itself waits for review or is suspended, or the closing time is past.
        """
        # The employer first, as `submit` does: it may be suspended at this moment, and nothing of it may go live then.
        self.employer = type(self.employer).objects.select_for_update(no_key=True).get(pk=self.employer_id)
        self._lock()
        self._pass(by=by, reason=reason)

    def _pass(self, *, by: User | None, reason: str = "") -> None:
        """What approving is, of a locked row."""
        if not self.employer.is_public:
            raise ListingRefused(_("The employer is not public, so its listings cannot be either."))
        self._refuse_past()
        later = self.starts_at is not None and self.starts_at > clock.now()
        name = "schedule" if later else "publish"
        self._take(name, by=by, actor="curator" if by else "board", reason=reason)
        emails.listing_decided(self, decision=name, reason=reason)

    @transaction.atomic
    def open(self) -> None:
        """The clock: a scheduled one goes live. Raises IllegalStep when its moment has not come (any more)."""
        self._lock()
        if self.starts_at is None or self.starts_at > clock.now():
            raise IllegalStep("open", self.state)
        self._take("open", by=None, actor="clock")

    @transaction.atomic
    def unschedule(self, *, by: User) -> None:
        """A scheduled one becomes a draft again."""
        self._take("unschedule", by=by, actor="employer")

    @transaction.atomic
    def pause(self, *, by: User) -> None:
        """No new applications; those that came go on."""
        self._take("pause", by=by, actor="employer")

    @transaction.atomic
    def resume(self, *, by: User) -> None:
        """Take applications again. Raises ListingRefused when its time is over."""
        self._lock()
        self._refuse_past()
        self._take("resume", by=by, actor="employer")

    @transaction.atomic
    def fill(self, *, by: User) -> None:
        """The people are found; also said later, of a closed or expired one."""
        self._take("fill", by=by, actor="employer")

    @transaction.atomic
    def close(self, *, by: User, reason: str = "") -> None:
        """End it without a hire."""
        self._take("close", by=by, actor="employer", reason=reason)

    @transaction.atomic
    def expire(self) -> None:
        """The clock: its time is over. Raises IllegalStep when it was extended meanwhile."""
        self._lock()
        if self.closes_at is None or self.closes_at > clock.now():
            raise IllegalStep("expire", self.state)
        self._take("expire", by=None, actor="clock")

    @transaction.atomic
    def suspend(self, *, by: User, reason: str) -> None:
        """A curator takes it out of sight, with a reason."""
        self._lock()
        source = self.state
        self._take("suspend", by=by, actor="curator", reason=reason, suspended_from=source)
        emails.listing_decided(self, decision="suspend", reason=reason)

    @transaction.atomic
    def restore(self, *, by: User, reason: str = "") -> None:
        """Back to the state it came from, or to expired when its time is over."""
        self._lock()
        if self.state != ListingState.SUSPENDED:
            raise IllegalStep("restore", self.state)
        over = self.closes_at is not None and self.closes_at <= clock.now()
        back = ListingState.EXPIRED if over and self.suspended_from in ("live", "paused") else self.suspended_from
        self._take("restore", by=by, actor="curator", reason=reason, target=back, suspended_from="")
        emails.listing_decided(self, decision="restore", reason=reason)

    @transaction.atomic
    def remove(self, *, by: User, reason: str) -> None:
        """Gone for good: its page answers 410."""
        self._take("remove", by=by, actor="curator", reason=reason, suspended_from="")
        emails.listing_decided(self, decision="remove", reason=reason)

    @transaction.atomic
    def delete_draft(self, *, by: User) -> None:
        """Erase a draft. Raises IllegalStep for anything else."""
        self._lock()
        if self.state != ListingState.DRAFT:
            raise IllegalStep("delete", self.state)
        self.delete()

    @transaction.atomic
    def extend(self, *, by: User, closes_at: datetime, reason: str) -> None:
        """Let a live or paused one run longer, at most LONGEST_OPEN from now: an edit with a reason, logged."""
        self._lock()
        if self.state not in (ListingState.LIVE, ListingState.PAUSED):
            raise IllegalStep("extend", self.state)
        if not reason.strip():
            raise ListingRefused(_("Say why it runs longer."))
        if not clock.now() < closes_at <= clock.now() + LONGEST_OPEN:
            raise ListingRefused(_("A listing can stay open for 90 days from today at most."))
        self._write(closes_at=closes_at)
        self.log("extended", by=by, actor="employer", reason=reason)

    @transaction.atomic
    def check_sample(self, *, by: User, reason: str = "") -> None:
        """A curator has looked at one that went straight through, and found nothing wrong."""
        self._lock()
        self._write(sampled_at=None)
        self.log("sample_checked", by=by, actor="curator", reason=reason)

    @transaction.atomic
    def hide(self, *, by: User | None, reason: str) -> None:
        """Out of every list because its employer is suspended, or (`by` None) has a new name to be looked at."""
        self._lock()
        if self.hidden_at is None:
            self._write(hidden_at=clock.now())
            self.log("hidden", by=by, actor="curator" if by else "board", reason=reason)

    @transaction.atomic
    def unhide(self, *, by: User, reason: str = "") -> None:
        """Back into the lists because its employer is restored."""
        self._lock()
        if self.hidden_at is not None:
            self._write(hidden_at=None)
            self.log("unhidden", by=by, actor="curator", reason=reason)

    def mark_queue(self, *, full: bool) -> None:
        """Note that the queue has become full or has opened: a fact, not a state. The caller holds the row's lock.

        Where one applies at the employer's own address there is no queue.
        """
        full = full and not self.applies_outside
        if full == (self.queue_full_at is None):
            self._write(queue_full_at=clock.now() if full else None)
            self.log("queue_full" if full else "queue_open", by=None, actor="board")

    @property
    def is_trusted(self) -> bool:
        """From level 1 on and after one approval, what the employer hands in passes straight through."""
        return self.employer.is_public and self.employer.is_verified and self._approved_before()

    def log(self, kind: str, *, by: User | None, actor: str, reason: str = "", from_state: str | None = None) -> None:
        """Write one row of the append-only log and announce that the listing changed."""
        source = self.state if from_state is None else from_state
        self.changes.create(kind=kind, from_state=source, to_state=self.state, by=by, actor=actor, reason=reason)
        announce("listing_changed")

    def _take(
        self, name: str, *, by: User | None, actor: str, reason: str = "", target: str | None = None, **columns
    ) -> None:
        self._lock()
        steps = [s for s in STEPS if s.name == name and s.allows(self.state) and target in (None, s.target)]
        step = steps[0] if steps else step_named(STEPS, name, self.state)
        if actor not in step.actors or (target and step.target != target):
            raise IllegalStep(name, self.state)
        if step.reason == "owed" and not reason.strip():
            raise ListingRefused(_("Say why. The employer reads it."))
        source = self.state
        self._write(state=step.target, **self._dates(step.target), **columns)
        self.log(name, by=by, actor=actor, reason=reason, from_state=source)

    def _dates(self, target: str) -> dict[str, datetime | None]:
        """The dates that belong to a state; a day of 30 by default, 90 at most."""
        now = clock.now()
        if target == ListingState.LIVE:
            first = self.published_at or now
            closes = self.closes_at or now + DEFAULT_OPEN
            return {
                "published_at": first,
                "closes_at": min(closes, now + LONGEST_OPEN),
                # Nobody has applied yet, so the lift is the whole one; it is worked out anew every hour.
                "rank_at": self.rank_at or rank_of(first, 0, self.openings),
                "ended_at": None,
            }
        if target in ENDED:
            return {"ended_at": self.ended_at or now}
        return {}

    def _lock(self) -> None:
        """Take the row's lock and read what other people may have changed since.

        Without the key: at commit PostgreSQL checks foreign keys by a share lock, which a full one would make wait,
        and two verbs could wait for each other.
        """
        fields = ("state", "suspended_from", "hidden_at", "starts_at", "closes_at", "published_at", "ended_at", "rank_at",
                  "queue_full_at", "version", "review_capacity", "apply_at")  # fmt: skip
        row = type(self).objects.select_for_update(no_key=True, of=("self",)).only(*fields).get(pk=self.pk)
        for field in fields:
            setattr(self, field, getattr(row, field))

    def _write(self, **columns) -> None:
        """Write columns of the locked row; every write makes a new version."""
        columns |= {"updated_at": clock.now(), "version": self.version + 1}
        type(self).objects.filter(pk=self.pk).update(**columns)
        for name, value in columns.items():
            setattr(self, name, value)

    def _refuse_past(self) -> None:
        if self.closes_at is not None and self.closes_at <= clock.now():
            raise ListingRefused(_("The closing date has passed. Choose a later one."))

    def _waiting_or_live(self) -> models.QuerySet:
        states = ("submitted", "scheduled", "live", "paused")
        return type(self).objects.filter(employer=self.employer_id, state__in=states).exclude(pk=self.pk)

    def _approved_before(self) -> bool:
        """Whether a curator has once approved a listing of this employer."""
        log = type(self)._meta.get_field("changes").related_model
        return log.objects.filter(
            listing__employer=self.employer_id, actor="curator", kind__in=("publish", "schedule")
        ).exists()
