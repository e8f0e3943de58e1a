"""How an employer shows who it is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careers.employers.models.employer import Employer
from careers.hiring.access import Office, for_members

VERDICTS = {
    "proves": gettext_lazy("This mailbox proves the employer."),
    "no-website": gettext_lazy("The employer names no website yet, so there is nothing to compare this with."),
    "free-mail": gettext_lazy("Anybody can have an address there, so it proves nothing."),
    "shared-host": gettext_lazy("The website stands under a domain that many share, so no mailbox can prove it."),
    "other-domain": gettext_lazy("This is another domain than the website's."),
    "not-official": gettext_lazy(
        "A local government needs a mailbox that only public bodies get, such as one under go.id."
    ),
}

MEANS = {
    1: gettext_lazy("An owner has a mailbox under the domain of the website."),
    2: gettext_lazy("The domain itself says that it belongs to the employer."),
    3: gettext_lazy("A curator has seen documents of the organisation."),
}


@for_members
def office_verification(request: HttpRequest, office: Office) -> HttpResponse:
    """The level, the proofs behind it, and the proof by mailbox on a click."""
    employer = office.employer
    if request.method == "POST":
        if not office.is_owner:
            raise office.refused()
        if employer.prove_mailbox(by=request.user):
            messages.success(request, _("The mailbox is taken as a proof."))
        else:
            messages.error(request, _("No confirmed address of an owner is on the employer's own domain."))
        return redirect("office_verification", employer.slug)
    mailboxes = [(email, VERDICTS[check.verdict], check.proves) for email, check in employer.check_mailboxes()]
    context = {
        "office": office,
        "proofs": employer.proofs.filter(revoked_at=None),
        "mailboxes": mailboxes if office.is_owner else [],
        "can_prove": office.is_owner and any(proves for _email, _words, proves in mailboxes),
        "has_mailbox": employer.proofs.filter(method="mailbox", revoked_at=None).exists(),
        "ladder": _ladder(employer.verification_level),
        "next_level": _next_level(employer.verification_level),
    }
    return render(request, "hiring/office_verification.html", context)


def _next_level(level: int) -> int | None:
    """What can be reached next: a mailbox, then documents; the domain by itself is proven on neither way."""
    return {0: 1, 1: 3, 2: 3}.get(level)


def _ladder(level: int) -> list[dict[str, str]]:
    """The levels, for `components/_timeline.html`: those reached, and those to come."""
    return [
        {
            "state": "now" if value == level else "done" if value < level else "to-come",
            "title": _("Level %(level)s: %(name)s") % {"level": value, "name": Employer.Level(value).label},
            "reason": str(words),
        }
        for value, words in MEANS.items()
    ]
