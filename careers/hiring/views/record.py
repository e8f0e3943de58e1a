"""The answer record of one's own employer: what it rests on, and how to dispute it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from careers.applications.models.application import ApplicationQuerySet
from careers.applications.models.record import counted_applications
from careers.employers.models.employer import Employer
from careers.hiring import limits
from careers.hiring.access import Office, for_members, for_owners, posted
from careers.trust.forms import DisputeForm
from careers.trust.models import DecisionRefused, RecordDispute

SHOWN = 100  # of the applications that are counted, those that fell due last
NAMED = 300  # of those that were not answered in time, as many as one form can hold
NOT_IN_TIME = Q(answered_at=None) | Q(answered_at__gt=F("promise_due_at"))


@for_members
def office_record(request: HttpRequest, office: Office) -> HttpResponse:
    """The record as the public reads it, the applications that it counts, and what became of disputes."""
    counted = counted_applications(office.employer)
    in_time = Count("pk", filter=~NOT_IN_TIME)
    sums = counted.aggregate(
        due=Count("pk"), people=Count("seeker", distinct=True), in_time=in_time,
        never=Count("pk", filter=Q(answered_at=None)),
    )  # fmt: skip
    decided = office.employer.changes.filter(kind__in=("dispute_upheld", "dispute_refused")).order_by("-at", "-pk")
    waiting = _waiting(office.employer)
    context = {
        "office": office,
        "sums": sums | {"late": sums["due"] - sums["in_time"] - sums["never"]},
        "rows": counted.select_related("listing").order_by("-promise_due_at", "-pk")[:SHOWN],
        "is_cut": sums["due"] > SHOWN,
        "waiting": waiting,
        "may_dispute": office.is_owner and waiting is None and sums["in_time"] < sums["due"],
        "decided": decided[:5],
    }
    return render(request, "hiring/office_record.html", context)


@for_owners
def office_record_dispute(request: HttpRequest, office: Office) -> HttpResponse:
    """Name applications that say nothing about the employer, and why: a curator decides. One dispute at a time."""
    if _waiting(office.employer):
        messages.error(request, _("A dispute of this record waits for a curator already."))
        return redirect("office_record", office.employer.slug)
    form = DisputeForm(posted(request), employer=office.employer, applications=_disputable(office.employer))
    if request.method == "POST" and form.is_valid():
        limits.dispute(request.user)
        if _written(request, office, form.cleaned_data):
            return redirect("office_record", office.employer.slug)
    has_rows = form.fields["applications"].queryset.exists()
    return render(request, "hiring/office_record_dispute.html", {"office": office, "form": form, "has_rows": has_rows})


def _written(request: HttpRequest, office: Office, data: dict[str, Any]) -> bool:
    try:
        RecordDispute.write(office.employer, data["applications"], text=data["text"], by=request.user)
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The dispute is with the curators. You are told by mail what they decide."))
    return True


def _waiting(employer: Employer) -> RecordDispute | None:
    return RecordDispute.objects.waiting().filter(employer=employer).annotate(named=Count("applications")).first()


def _disputable(employer: Employer) -> ApplicationQuerySet:
    late = counted_applications(employer).filter(NOT_IN_TIME).order_by("-promise_due_at", "-pk")
    # A list of keys, so that the form can look in it.
    newest = list(late.values_list("pk", flat=True)[:NAMED])
    return late.filter(pk__in=newest).select_related("listing")
