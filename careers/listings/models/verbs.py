"""What can be done to a listing: one door per state change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.core import clock
from careers.core.states import IllegalStep, step_named
from careers.employers.models.employer import Employer
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
from careers.listings.lint import Finding
from careers.listings.models.ledger import Ledger

COUNTED = ("submitted", "scheduled", "live", "paused")  # against UNVERIFIED_LISTING_LIMIT


class ListingRefused(Exception):
    """A step that the table allows and a rule does not; `str()` says to a person what stands in the way.

    `field` is the column, or the part of the listing, that it is about; empty where it is about the whole.
    """

    def __init__(self, sentence: object, field: str = ""):
        super().__init__(sentence)
        self.field = field


@dataclass
class Standing:
    """What handing in asks of an employer: read once under its lock, for any number of its listings."""

    employer: Employer
    is_trusted: bool  # what is handed in goes straight on
    places: int | None  # how many more may wait or be live; None: any number


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
        employer = Employer.objects.select_for_update(no_key=True).get(pk=self.employer_id)
        # Locked, and all of it read again: somebody may have written it anew since it was read.
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True, of=("self",)))
        self.employer = employer
        standing = self.standing_of(employer, beside=[self.pk])
        for refused in self.objections(standing, self.findings()):
            raise refused
        ledger = Ledger()
        self.hand_in(standing, ledger, by=by)
        ledger.write()

    @classmethod
    def standing_of(cls, employer: Employer, *, beside: Iterable[int] = ()) -> Standing:
        """How a locked employer stands; the listings with the keys `beside` take up no place."""
        places = None
        if not (employer.is_verified or employer.is_sample):
            taken = cls.objects.filter(employer=employer, state__in=COUNTED).exclude(pk__in=beside).count()
            places = max(0, UNVERIFIED_LISTING_LIMIT - taken)
        return Standing(employer, cls._trusts(employer), places)

    def objections(self, standing: Standing, findings: Iterable[Finding]) -> Iterator[ListingRefused]:
        """All that stands in the way of handing it in; `findings` are the lint's."""
        if not self.category.is_active:
            yield ListingRefused(_("This profession takes no new listings. Choose another."), "category")
        for finding in findings:
            if finding.refused:
                yield ListingRefused(finding.sentence, finding.place or finding.field)
        if standing.places == 0:
            yield ListingRefused(
                _("Until your employer is verified, at most three listings can wait for review or be live at a time.")
            )
        try:
            self._refuse_past()
        except ListingRefused as refused:
            yield refused

    def hand_in(self, standing: Standing, ledger: Ledger, *, by: User) -> None:
        """What handing in is, of a listing without objections whose row is locked, or new."""
        self._step("submit", ledger, by=by, actor="employer")
        if standing.places is not None:
            standing.places -= 1
        if standing.is_trusted:
            self._pass(ledger, by=None)
            if is_sampled(self.public_id):
                ledger.set(self, sampled_at=clock.now())
        else:
            ledger.mail(emails.listing_submitted, self)

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
        self.employer = Employer.objects.select_for_update(no_key=True).get(pk=self.employer_id)
        self._lock()
        ledger = Ledger()
        self._pass(ledger, by=by, reason=reason)
        ledger.write()

    def _pass(self, ledger: Ledger, *, by: User | None, reason: str = "") -> None:
        """What approving is, of a row that is locked, or new."""
        if not self.employer.is_public:
            raise ListingRefused(_("The employer is not public, so its listings cannot be either."))
        self._refuse_past()
        later = self.starts_at is not None and self.starts_at > clock.now()
        name = "schedule" if later else "publish"
        self._step(name, ledger, by=by, actor="curator" if by else "board", reason=reason)
        ledger.mail(emails.listing_decided, self, decision=name, reason=reason)

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
        return self._trusts(self.employer)

    def log(self, kind: str, *, by: User | None, actor: str, reason: str = "", from_state: str | None = None) -> None:
        """Write one row of the append-only log and announce that the listing changed."""
        ledger = Ledger()
        ledger.log(self, kind, by=by, actor=actor, reason=reason, from_state=from_state)
        ledger.write()

    def _take(self, name: str, *, by: User | None, actor: str, **more) -> None:
        self._lock()
        ledger = Ledger()
        self._step(name, ledger, by=by, actor=actor, **more)
        ledger.write()

    def _step(
        self,
        name: str,
        ledger: Ledger,
        *,
        by: User | None,
        actor: str,
        reason: str = "",
        target: str | None = None,
        **columns,
    ) -> None:
        """Take a step of the table, with `columns` beside it, of a row that is locked, or new."""
        steps = [s for s in STEPS if s.name == name and s.allows(self.state) and target in (None, s.target)]
        step = steps[0] if steps else step_named(STEPS, name, self.state)
        if actor not in step.actors or (target and step.target != target):
            raise IllegalStep(name, self.state)
        if step.reason == "owed" and not reason.strip():
            raise ListingRefused(_("Say why. The employer reads it."))
        source = self.state
        ledger.set(self, state=step.target, **self._dates(step.target), **columns)
        ledger.log(self, name, by=by, actor=actor, reason=reason, from_state=source)

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
        """Write columns of the locked row."""
        ledger = Ledger()
        ledger.set(self, **columns)
        ledger.write()

    def _refuse_past(self) -> None:
        if self.closes_at is not None and self.closes_at <= clock.now():
            raise ListingRefused(_("The closing date has passed. Choose a later one."), "closes_at")

    @classmethod
    def _trusts(cls, employer: Employer) -> bool:
        """Whether the employer is of level 1 or more, and a curator has once approved a listing of it."""
        if not (employer.is_public and employer.is_verified):
            return False
        log = cls._meta.get_field("changes").related_model
        return log.objects.filter(
            listing__employer=employer.pk, actor="curator", kind__in=("publish", "schedule")
        ).exists()
