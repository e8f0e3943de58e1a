"""What hangs on a listing: the terms of hourly and per-task work, and the questions to applicants."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careers.listings.models.listing import Listing


class EngagementTerms(models.Model):
    """The facts of hourly and per-task work that are not filtered on; an empty one has not been stated."""

    class Cadence(models.TextChoices):
        PER_TASK = "per-task", _("After each task")
        WEEKLY = "weekly", _("Every week")
        FORTNIGHTLY = "fortnightly", _("Every two weeks")
        MONTHLY = "monthly", _("Every month")
        MILESTONE = "milestone", _("At milestones")

    class Sensitive(models.TextChoices):
        NONE = "none", _("None")
        POSSIBLE = "possible", _("Possible")
        REGULAR = "regular", _("Part of the work")

    listing = models.OneToOneField(Listing, models.CASCADE, related_name="terms")
    onboarding_hours = models.DecimalField(
        _("hours of onboarding"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    onboarding_paid = models.BooleanField(_("onboarding is paid"), null=True, blank=True)
    test_hours = models.DecimalField(_("hours of tests"), max_digits=5, decimal_places=1, null=True, blank=True)
    test_paid = models.BooleanField(_("tests are paid"), null=True, blank=True)
    task_cap_minutes = models.PositiveSmallIntegerField(
        _("paid minutes a task, at most"), null=True, blank=True, validators=[MaxValueValidator(6000)]
    )
    payout_cadence = models.CharField(_("paid out"), max_length=12, choices=Cadence, blank=True)
    payout_method = models.CharField(_("paid by"), max_length=120, blank=True)
    sensitive_content = models.CharField(_("sensitive content"), max_length=10, choices=Sensitive, blank=True)
    sensitive_note = models.CharField(_("what kind, and what support there is"), max_length=300, blank=True)
    appeal_contact = models.CharField(_("who to appeal to"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="terms_hours_not_negative",
                condition=(Q(onboarding_hours__isnull=True) | Q(onboarding_hours__gte=0))
                & (Q(test_hours__isnull=True) | Q(test_hours__gte=0)),
            )
        ]

    def __str__(self) -> str:
        return str(self.listing)


class ScreeningQuestion(models.Model):
    """A question that the employer asks every applicant."""

    class Kind(models.TextChoices):
        SHORT = "short", _("A line of text")
        LONG = "long", _("A paragraph")
        YES_NO = "yes-no", _("Yes or no")
        CHOICE = "choice", _("One of several")

    MOST = 6

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("answered by"), max_length=10, choices=Kind, default=Kind.SHORT)
    choices = ArrayField(models.CharField(max_length=120), verbose_name=_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)

    class Meta:
        ordering = ("listing", "position")
        constraints = [
            models.UniqueConstraint(
                name="question_position_once", fields=["listing", "position"], deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="question_choices_when_choice",
                condition=Q(kind="choice", choices__len__gte=2) | (~Q(kind="choice") & Q(choices=[])),
            ),
        ]

    def __str__(self) -> str:
        return self.text
