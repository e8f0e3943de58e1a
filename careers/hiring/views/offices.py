"""My employers, a new one, and the first page of each office."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from careers.accounts.access import signed_in
from careers.applications.lifecycle import ACTIVE
from careers.applications.models.application import WAITING, Application
from careers.core import clock
from careers.core.states import IllegalStep
from careers.employers.forms import EmployerCloseForm, EmployerForm
from careers.employers.models.employer import Employer
from careers.employers.models.people import Invitation, Membership
from careers.hiring import limits
from careers.hiring.access import Office, for_members, for_owners, posted
from careers.hiring.closing import close_employer, edit_employer
from careers.listings.lifecycle import UNVERIFIED_LISTING_LIMIT, ListingState
from careers.listings.models.listing import Listing

DUE_SHOWN = 8
SOON = timedelta(days=3)


@signed_in
def office_list(request: HttpRequest) -> HttpResponse:
    """The employers that I am a member of, with what waits in each, and invitations to me."""
    waiting = Count(
        "employer__listings__applications", filter=_waiting("employer__listings__applications__"), distinct=True
    )
    live = Count("employer__listings", filter=Q(employer__listings__in=Listing.objects.live()), distinct=True)
    mine = Membership.objects.filter(user=request.user).exclude(employer__state=Employer.State.CLOSED)
    members = mine.select_related("employer").annotate(waiting=waiting, live=live).order_by("employer__name", "pk")
    invitations = Invitation.objects.open().for_user(request.user).select_related("employer", "invited_by")
    return render(request, "hiring/office_list.html", {"members": members, "invitations": invitations})


@signed_in
def employer_create(request: HttpRequest) -> HttpResponse:
    """Found an employer, with me as its owner."""
    form = EmployerForm(
        posted(request), initial={"zone": request.user.zone or "Asia/Jakarta", "language": request.user.language}
    )
    if request.method == "POST" and form.is_valid():
        limits.found_employer(request.user)
        employer = Employer.found(by=request.user, **form.cleaned_data)
        if employer.state == Employer.State.REVIEW:
            messages.warning(
                request,
                _(
                    "The name is very near to another employer's, so a curator looks at it first. You can write listings meanwhile."
                ),
            )
        else:
            messages.success(
                request, _("The employer stands. Write your first listing, or invite the people you work with.")
            )
        return redirect("office_home", employer.slug)
    return render(request, "hiring/employer_create.html", {"form": form})


@for_members
def office_home(request: HttpRequest, office: Office) -> HttpResponse:
    """Listings by state, answers that are due, and what the office should know."""
    listings = Listing.objects.filter(employer=office.employer)
    counts = dict(listings.values_list("state").annotate(count=Count("pk")).order_by())
    due = Application.objects.filter(listing__employer=office.employer, stage__in=ACTIVE, answered_at=None)
    suspended = office.employer.state == Employer.State.SUSPENDED
    context = {
        "office": office,
        "states": [(label, counts[state], state) for state, label in ListingState.choices if state in counts],
        "waiting": Application.objects.filter(_waiting(), listing__employer=office.employer).count(),
        "due": due.select_related("listing").order_by("promise_due_at", "pk")[:DUE_SHOWN],
        "now": clock.now(),
        "soon": clock.now() + SOON,
        "asked": listings.filter(state=ListingState.CHANGES_REQUESTED).order_by("updated_at"),
        "in_review": office.employer.state == Employer.State.REVIEW,
        "suspended": suspended,
        "said": office.employer.changes.filter(kind="suspend").last() if suspended else None,
        "unverified_limit": None if office.employer.is_verified else UNVERIFIED_LISTING_LIMIT,
    }
    return render(request, "hiring/office_home.html", context)


@for_owners
def office_employer_edit(request: HttpRequest, office: Office) -> HttpResponse:
    """Edit the organisation; a new name gives a new address, to which the old one leads."""
    form = EmployerForm.of(office.employer, posted(request))
    if request.method == "POST" and form.is_valid():
        edit_employer(office.employer, by=request.user, **form.cleaned_data)
        messages.success(request, _("The organisation is saved."))
        if office.employer.state == Employer.State.REVIEW:
            messages.warning(request, _("The name is very near to another employer's, so a curator looks at it first."))
        return redirect("office_home", office.employer.slug)
    in_review = office.employer.state == Employer.State.REVIEW
    context = {"office": office, "form": form, "in_review": in_review}
    return render(request, "hiring/office_employer_edit.html", context)


@for_owners
def office_employer_close(request: HttpRequest, office: Office) -> HttpResponse:
    """Leave the board, with all listings."""
    form = EmployerCloseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            close_employer(office.employer, by=request.user, reason=form.cleaned_data["reason"])
        except IllegalStep:
            messages.error(request, _("A suspended employer cannot be closed. Write to the curators."))
            return redirect("office_home", office.employer.slug)
        messages.success(request, _("The employer is closed, and its listings with it. Applicants are told."))
        return redirect("office_list")
    running = Listing.objects.filter(employer=office.employer, state__in=(ListingState.LIVE, ListingState.PAUSED))
    return render(
        request, "hiring/office_employer_close.html", {"office": office, "form": form, "running": running.count()}
    )


def _waiting(prefix: str = "") -> Q:
    """`WAITING`, seen from another table."""
    return Q(*[(f"{prefix}{name}", value) for name, value in WAITING.children])
