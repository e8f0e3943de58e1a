"""What can happen to an employer: one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from careers.core.states import Step


class EmployerState(models.TextChoices):
    """Where an employer stands."""

    REVIEW = "review", _("Waiting for a look at its name")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


PROOF_LEVELS = {"mailbox": 1, "dns": 2, "well_known": 2, "documents": 3}
"""The level that each method of proof gives; a sample's proof says its own."""

STEPS = (
    Step("question_name", ("active",), "review", ("board",)),
    Step("pass_review", ("review",), "active", ("curator",), reason="optional"),
    Step("suspend", ("active", "review"), "suspended", ("curator",), reason="owed"),
    Step("restore", ("suspended",), "active", ("curator",), reason="optional"),
    Step("close", ("active", "review"), "closed", ("employer",), reason="optional"),
)
