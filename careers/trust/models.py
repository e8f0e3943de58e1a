"""Keeping the board honest: decisions of curators with their reasons, and what people write to them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from careers.accounts.models import User
from careers.applications.models.application import Application
from careers.applications.models.record import recount_records
from careers.core import clock
from careers.core.personal import Personal
from careers.employers import emails
from careers.employers.models.employer import Employer
from careers.listings.lifecycle import SUSPENDABLE
from careers.listings.models.listing import Listing, ListingQuerySet
from careers.listings.models.revision import ListingRevision
from careers.trust.possible import REASON_OWED


class DecisionRefused(Exception):
    """A decision that lacks something; `str()` says what."""


class Decision(models.Model):
    """What a curator decided about a listing, a revision or an employer, with the reason: append-only."""

    class Kind(models.TextChoices):
        APPROVE = "approve", _("Approve")
        REQUEST_CHANGES = "request_changes", _("Request changes")
        REJECT = "reject", _("Reject")
        GRANT_APPEAL = "grant_appeal", _("Grant the appeal")
        APPLY_REVISION = "apply_revision", _("Apply the edit")
        REFUSE_REVISION = "refuse_revision", _("Refuse the edit")
        CHECK_SAMPLE = "check_sample", _("Sample checked, nothing wrong")
        SUSPEND = "suspend", _("Suspend")
        RESTORE = "restore", _("Restore")
        REMOVE = "remove", pgettext_lazy("decision", "Remove")
        PASS_REVIEW = "pass_review", _("Let the employer pass")
        SEE_DOCUMENTS = "see_documents", _("Mark documents as seen")

    class Reason(models.TextChoices):
        """The vocabulary of reasons; the words beside it say the rest."""

        NONE = "", _("No reason needed")
        NOT_A_JOB = "not-a-job", _("It is not a job.")
        NOT_REMOTE = "not-remote", _("The work needs presence at a place.")
        NO_PAY = "no-pay", _("It does not say what the work pays.")
        NO_ELIGIBILITY = "no-eligibility", _("It does not say who may take the work.")
        DISCRIMINATION = "discrimination", _("It sets a condition that the law forbids.")
        ASKS_MONEY = "asks-money", _("It asks applicants for money or for bank access.")
        IMPERSONATION = "impersonation", _("It pretends to be another organisation.")
        DUPLICATE = "duplicate", _("It repeats another listing.")
        OFF_TOPIC = "off-topic", _("It is not AI work.")
        UNPAID = "unpaid", _("The work is not paid.")
        DATA_HARVEST = "data-harvest", _("It collects personal data that applying does not need.")
        UNCLEAR = "unclear", _("Important facts are missing or contradict each other.")
        OTHER = "other", _("Another reason, explained below.")

    REASON_OWED = REASON_OWED

    kind = models.CharField(_("decision"), max_length=20, choices=Kind)
    listing = models.ForeignKey(Listing, models.CASCADE, null=True, blank=True, related_name="decisions")
    employer = models.ForeignKey(Employer, models.CASCADE, null=True, blank=True, related_name="decisions")
    revision = models.ForeignKey(ListingRevision, models.CASCADE, null=True, blank=True, related_name="decisions")
    reason_code = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    reason = models.TextField(_("in words, for the employer to read"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="decision_about_one_thing",
                condition=Q(listing__isnull=False, employer__isnull=True)
                | Q(listing__isnull=True, employer__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_refusals_have_reason",
                condition=~Q(kind__in=("request_changes", "reject", "suspend", "remove", "refuse_revision"))
                | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def subject(self) -> Listing | Employer | None:
        """The listing or the employer that it was about."""
        return self.listing or self.employer

    @classmethod
    @transaction.atomic
    def carry_out(cls, kind: str, subject, *, by: User, reason_code: str = "", reason: str = "") -> "Decision":
        """Decide about `subject` (a Listing, ListingRevision or Employer): row, step, mail and log in one transaction.

        Suspending an employer hides its listings, restoring it shows them again: two floors, one verb, up here.
        Raises DecisionRefused when a reason is owed and missing, and whatever the step's own verb raises.
        """
        if kind in cls.REASON_OWED and not (reason.strip() or reason_code):
            raise DecisionRefused(_("Choose a reason or write one. The employer reads it."))
        if reason_code == cls.Reason.OTHER and not reason.strip():
            raise DecisionRefused(_("Write the reason in words. The employer reads it."))
        about = _about(subject)
        words = _in_words(about["employer"] or about["listing"].employer, reason_code, reason)
        DEEDS[kind](subject, by, words)
        return cls.objects.create(kind=kind, by=by, reason_code=reason_code, reason=words, **about)


def _about(subject) -> dict:
    if isinstance(subject, ListingRevision):
        return {"revision": subject, "listing": subject.listing, "employer": None}
    if isinstance(subject, Listing):
        return {"revision": None, "listing": subject, "employer": None}
    return {"revision": None, "listing": None, "employer": subject}


def _in_words(employer: Employer, code: str, words: str) -> str:
    """The reason as the employer reads it, in the employer's language."""
    with override(employer.language):
        label = str(Decision.Reason(code).label) if code and code != Decision.Reason.OTHER else ""
    return "\n".join(part for part in (label, words.strip()) if part)


def _suspend(subject, by: User, reason: str) -> None:
    subject.suspend(by=by, reason=reason)
    if isinstance(subject, Employer):
        for listing in subject.listings.filter(state__in=SUSPENDABLE, hidden_at=None).order_by("pk"):
            listing.hide(by=by, reason=reason)
        emails.employer_decided(subject, step="suspend", reason=reason)


def _restore(subject, by: User, reason: str) -> None:
    subject.restore(by=by, reason=reason)
    if isinstance(subject, Employer):
        _show_listings(subject, by, reason)
        emails.employer_decided(subject, step="restore", reason=reason)


def _pass_review(employer: Employer, by: User, reason: str) -> None:
    employer.pass_review(by=by, reason=reason)
    _show_listings(employer, by, reason)
    emails.employer_decided(employer, step="pass_review", reason=reason)


def _see_documents(employer: Employer, by: User, reason: str) -> None:
    employer.add_proof("documents", detail=reason, by=by)
    emails.employer_decided(employer, step="see_documents", reason=reason)


def _show_listings(employer: Employer, by: User, reason: str) -> None:
    for listing in employer.listings.filter(hidden_at__isnull=False).order_by("pk"):
        listing.unhide(by=by, reason=reason)


DEEDS: dict[str, Callable[[Any, User, str], None]] = {
    "approve": lambda listing, by, reason: listing.approve(by=by, reason=reason),
    "request_changes": lambda listing, by, reason: listing.request_changes(by=by, reason=reason),
    "reject": lambda listing, by, reason: listing.reject(by=by, reason=reason),
    "grant_appeal": lambda listing, by, reason: listing.grant_appeal(by=by, reason=reason),
    "apply_revision": lambda revision, by, reason: revision.apply(by=by, reason=reason),
    "refuse_revision": lambda revision, by, reason: revision.refuse(by=by, reason=reason),
    "check_sample": lambda listing, by, reason: listing.check_sample(by=by, reason=reason),
    "suspend": _suspend,
    "restore": _restore,
    "remove": lambda listing, by, reason: listing.remove(by=by, reason=reason),
    "pass_review": _pass_review,
    "see_documents": _see_documents,
}
"""What each kind of decision does to its subject."""


class ContactMessage(models.Model):
    """Something a person wrote to the curators through the contact page."""

    class Topic(models.TextChoices):
        QUESTION = "question", _("A question")
        LISTING = "listing", _("Something is wrong with a listing or an employer")
        ACCOUNT = "account", _("My account or my data")
        PROBLEM = "problem", _("Something on the board does not work")
        OTHER = "other", _("Something else")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    name = models.CharField(_("your name"), max_length=120, blank=True)
    email = models.EmailField(_("email address"))
    topic = models.CharField(_("what it is about"), max_length=10, choices=Topic)
    text = models.TextField(_("message"), max_length=4000)
    page = models.CharField(_("about the page"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2)
    sent_at = models.DateTimeField(_("sent"), default=clock.now)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)

    personal = Personal(
        owner="user", retention="erased at once", export=("topic", "text", "sent_at"), erase=lambda rows: rows.delete()
    )

    class Meta:
        verbose_name = _("message to the curators")
        verbose_name_plural = _("messages to the curators")
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.email}"


QUEUE_ORDER = ("employer__verification_level", "updated_at", "pk")


class ReviewQueueQuerySet(ListingQuerySet):
    """What waits for a curator."""

    def waiting(self):
        """Submitted, or live with an edit that waits, or sampled after going straight through; riskiest, then oldest first.

        Risk: an employer without any proof, then one with a mailbox only; among equals whoever waits longest.
        """
        edited = models.Exists(ListingRevision.objects.filter(listing=models.OuterRef("pk"), state="waiting"))
        waits = Q(state="submitted") | Q(has_edit=True) | Q(sampled_at__isnull=False)
        return self.annotate(has_edit=edited).filter(waits).order_by(*QUEUE_ORDER)


class ReviewedListing(Listing):
    """A listing in the curators' queue: a proxy, so that its admin can stand on this floor."""

    objects = ReviewQueueQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("listing to review")
        verbose_name_plural = _("review queue")

    @property
    def why_it_waits(self) -> str:
        """Submitted, edited or sampled, of a row of `waiting()`."""
        if self.state == self.State.SUBMITTED:
            return _("Submitted")
        return _("Edit of a live listing") if self.has_edit else _("Sample of what went straight through")


class ModeratedListing(Listing):
    """Any listing, to be suspended, restored or removed."""

    class Meta:
        proxy = True
        verbose_name = _("listing")
        verbose_name_plural = _("all listings")


class ModeratedEmployer(Employer):
    """Any employer, to be let pass, suspended, restored, or its documents marked as seen."""

    class Meta:
        proxy = True
        verbose_name = _("employer")
        verbose_name_plural = _("employers")


class RecordDisputeQuerySet(models.QuerySet):
    """Phrases about disputes of records."""

    def waiting(self):
        """Not decided yet."""
        return self.filter(decided_at=None)


class RecordDispute(models.Model):
    """An employer says that some applications say nothing about it and should not count in its answer record."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="record_disputes", verbose_name=_("employer"))
    applications = models.ManyToManyField(Application, related_name="+", verbose_name=_("applications"))
    text = models.TextField(_("why they should not count"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("written"), default=clock.now)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    is_upheld = models.BooleanField(_("the employer is right"), null=True, editable=False)

    objects = RecordDisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute of a record")
        verbose_name_plural = _("disputes of records")
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(name="record_dispute_one_open", fields=["employer"], condition=Q(decided_at=None)),
            models.CheckConstraint(
                name="record_dispute_decided_whole",
                condition=Q(decided_at=None, is_upheld=None) | Q(decided_at__isnull=False, is_upheld__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer}: {self.created_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def write(cls, employer: Employer, applications, *, text: str, by: User) -> "RecordDispute":
        """An owner says that `applications` should not count. Raises DecisionRefused while another one waits."""
        try:
            with transaction.atomic():
                dispute = cls.objects.create(employer=employer, text=text, by=by)
        except IntegrityError:
            raise DecisionRefused(_("A dispute of this record waits for a curator already.")) from None
        dispute.applications.set(applications)
        # The words stand in the row alone: they may name applicants, and the log is for ever.
        employer.log("record_disputed", by=by)
        return dispute

    @transaction.atomic
    def decide(self, *, is_upheld: bool, by: User, reason: str = "") -> None:
        """A curator decides; the owners read `reason`, which a refusal owes. If they are right, these applications say
        nothing about them any more, and the record is counted anew. Raises DecisionRefused.
        """
        if not is_upheld and not reason.strip():
            raise DecisionRefused(_("Write why. The employer reads it."))
        Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.employer_id)
        self.decided_at, self.is_upheld = clock.now(), is_upheld
        if not type(self).objects.waiting().filter(pk=self.pk).update(decided_at=self.decided_at, is_upheld=is_upheld):
            raise DecisionRefused(_("This dispute is decided already."))
        if is_upheld:
            self.applications.update(left_out_of_record=True)
            recount_records()
        kind = "dispute_upheld" if is_upheld else "dispute_refused"
        self.employer.log(kind, by=by, reason=reason.strip())
        emails.employer_decided(self.employer, step=kind, reason=reason.strip())
