"""The proofs that an employer is who it says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.employers.models.employer import Employer


class VerificationProof(models.Model):
    """One proof that an employer is who it says, with its method and date."""

    class Method(models.TextChoices):
        MAILBOX = "mailbox", _("Mailbox on its own domain")
        DNS = "dns", _("DNS record of its domain")
        WELL_KNOWN = "well_known", _("File on its website")
        DOCUMENTS = "documents", _("Documents seen by a curator")
        SAMPLE = "sample", _("Sample, not a real proof")

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="proofs")
    method = models.CharField(_("method"), max_length=10, choices=Method)
    level = models.PositiveSmallIntegerField(_("level"))
    detail = models.CharField(_("what was seen"), max_length=300, blank=True)
    at = models.DateTimeField(_("date"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ("-level", "-at")
        constraints = [models.CheckConstraint(name="proof_level_known", condition=Q(level__range=(0, 3)))]

    def __str__(self) -> str:
        return f"{self.method} {self.at:%Y-%m-%d}"
