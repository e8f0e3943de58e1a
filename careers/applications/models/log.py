"""What happened to an application, and what was answered to the employer's questions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careers.applications.models.application import Application
from careers.core import clock
from careers.core.personal import Personal
from careers.listings.models.details import ScreeningQuestion


class ApplicationChange(models.Model):
    """One thing that happened to an application: append-only (a trigger sees to it), and the outbox for above."""

    KINDS_BESIDE_STEPS = ("viewed", "cv_opened")

    application = models.ForeignKey(Application, models.CASCADE, related_name="changes")
    kind = models.CharField(_("what happened"), max_length=25)
    from_stage = models.CharField(_("from"), max_length=15)
    to_stage = models.CharField(_("to"), max_length=15)
    actor = models.CharField(_("who"), max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=clock.now)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(name="application_change_time", fields=["application", "at"])]
        constraints = [
            models.CheckConstraint(
                name="application_change_actor_known",
                condition=Q(actor__in=("seeker", "employer", "clock", "board")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.kind}"


class ScreeningAnswer(models.Model):
    """What an applicant answered to one question; the question's words are kept as they were asked."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(ScreeningQuestion, models.SET_NULL, null=True, related_name="answers")
    question_text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=4000, blank=True)

    personal = Personal(
        owner="application__seeker",
        retention="erased at once",
        export=("question_text", "text"),
        erase=lambda rows: rows.update(text=""),
    )

    class Meta:
        ordering = ("application", "position")
        constraints = [
            models.UniqueConstraint(
                name="screening_answer_once", fields=["application", "question"], condition=Q(question__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.question_text

    @property
    def said(self) -> str:
        """The answer as it is read: yes or no in the reader's language, everything else as it was written."""
        words = {"yes": _("Yes"), "no": _("No")}
        is_yes_no = self.question is not None and self.question.kind == ScreeningQuestion.Kind.YES_NO
        return str(words.get(self.text, self.text)) if is_yes_no else self.text
