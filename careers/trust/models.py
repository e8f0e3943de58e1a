"""Keeping the board honest: decisions of curators with their reasons, and what people write to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.personal import Personal
from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from careers.listings.models.revision import ListingRevision


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
        REMOVE = "remove", _("Remove")
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
        return f"{self.get_kind_display()}: {self.listing or self.employer}"


class ContactMessage(models.Model):
    """Something a person wrote to the curators through the contact page."""

    class Topic(models.TextChoices):
        QUESTION = "question", _("A question")
        LISTING = "listing", _("Something is wrong with a listing or an employer")
        ACCOUNT = "account", _("My account or my data")
        PROBLEM = "problem", _("Something on the board does not work")
        OTHER = "other", _("Something else")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("your name"), max_length=120, blank=True)
    email = models.EmailField(_("email address"))
    topic = models.CharField(_("what it is about"), max_length=10, choices=Topic)
    text = models.TextField(_("message"), max_length=4000)
    page = models.CharField(_("about the page"), max_length=300, blank=True)
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField(default=clock.now)
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
