"""Writing a listing in five steps; each keeps what it was given, and any of them can be opened again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careers.accounts.viewer import NOBODY
from careers.core import clock
from careers.core.formats import format_moment, format_time
from careers.core.states import IllegalStep
from careers.hiring import limits, posting
from careers.hiring.access import Office, for_managers, for_members, posted
from careers.hiring.forms import ApplyingForm, EligibilityForm, PayForm, StepForm, WorkForm
from careers.hiring.questions import question_forms, questions_of
from careers.listings.lifecycle import DEFAULT_OPEN, EDITABLE, ListingState
from careers.listings.lint import CIRCULAR
from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused
from careers.listings.views.cards import names_for
from careers.listings.views.decision import decision_of

STEPS: dict[str, tuple[object, type[StepForm]]] = {
    "work": (gettext_lazy("The work"), WorkForm),
    "eligibility": (gettext_lazy("Who may take it"), EligibilityForm),
    "pay": (gettext_lazy("Pay and terms"), PayForm),
    "applying": (gettext_lazy("Applying"), ApplyingForm),
}
PREVIEW = gettext_lazy("Preview")


@for_managers
def office_listing_create(request: HttpRequest, office: Office) -> HttpResponse:
    """Step 1 of a new listing; its draft stands as soon as this is kept."""
    blank = Listing(employer=office.employer, language=office.employer.language)
    form = WorkForm.of(blank, posted(request))
    if request.method == "POST" and form.is_valid():
        limits.begin_draft(request.user)
        listing = posting.begin(office.employer, form.parts(), by=request.user)
        return redirect(_step_url(office, listing, "eligibility"))
    return _show(request, office, None, "work", form)


@for_managers
def office_listing_edit(request: HttpRequest, office: Office, public_id, step: str) -> HttpResponse:
    """One step of a listing that stands, filled with what was kept; a live one says what will wait for review."""
    listing = get_object_or_404(
        Listing.objects.filter(employer=office.employer).select_related("employer"), public_id=public_id
    )
    if listing.state not in EDITABLE:
        return render(request, "hiring/office_listing_locked.html", {"office": office, "listing": listing}, status=409)
    form = STEPS[step][1].of(posting.as_written(listing), posted(request))
    questions = question_forms(listing, posted(request)) if step == "applying" else None
    if request.method == "POST" and form.is_valid() and (questions is None or questions.is_valid()):
        parts = form.parts() | ({"questions": questions_of(questions)} if questions is not None else {})
        try:
            waits = posting.keep(listing, parts, by=request.user)
        except (ListingRefused, IllegalStep) as refused:
            form.add_error(
                None,
                str(refused)
                if isinstance(refused, ListingRefused)
                else _("Somebody else has changed this listing's state meanwhile. Open it again."),
            )
        else:
            if waits:
                messages.warning(
                    request,
                    _(
                        "What changes title, pay, eligibility or where to apply waits for a curator. Until then the old text stays public."
                    ),
                )
            return redirect(_next_url(request, office, listing, step))
    return _show(request, office, listing, step, form, questions)


@for_members
def office_listing_preview(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Step 5: the listing as the public would see it, and what the lint says of it."""
    listings = Listing.objects.filter(employer=office.employer).for_cards()
    listing = posting.as_written(get_object_or_404(listings, public_id=public_id))
    findings = listing.findings()
    context = {
        "office": office,
        "listing": listing,
        "steps": _steps(office, listing, "preview"),
        "label": PREVIEW,
        "number": len(STEPS) + 1,
        "total": len(STEPS) + 1,
        "refused": [finding for finding in findings if finding.refused],
        "advised": [finding for finding in findings if not finding.refused],
        "circular": CIRCULAR,
        "can_submit": office.may_manage and listing.state in (ListingState.DRAFT, ListingState.CHANGES_REQUESTED),
        "decision": decision_of(_as_if_live(listing), names_for(NOBODY)),
        "skills": listing.skills.by_name(),
        "backgrounds": listing.backgrounds.by_name(),
    }
    return render(request, "hiring/office_listing_preview.html", context)


def _as_if_live(listing: Listing) -> Listing:
    """The listing with the dates that it would have if it went live now; not to be saved."""
    listing.published_at = listing.published_at or listing.starts_at or clock.now()
    listing.closes_at = listing.closes_at or listing.published_at + DEFAULT_OPEN
    return listing


def _show(request, office: Office, listing: Listing | None, step: str, form: StepForm, questions=None) -> HttpResponse:
    context = {
        "office": office,
        "listing": listing,
        "form": form,
        "groups": form.fieldsets(),
        "questions": questions,
        "steps": _steps(office, listing, step),
        "label": STEPS[step][0],
        "number": list(STEPS).index(step) + 1,
        "total": len(STEPS) + 1,
        "saved": _saved(listing) if listing and not listing.published_at else "",
        "is_live": bool(listing and listing.published_at),
        "waiting": posting.waiting_revision(listing) if listing else None,
    }
    return render(request, "hiring/office_listing_edit.html", context)


def _saved(listing: Listing) -> str:
    """When the draft was kept: the time alone when that was today."""
    zone = listing.employer.zone
    today = listing.updated_at.astimezone(clock.zone(zone)).date() == clock.today(zone)
    when = format_time(listing.updated_at, zone) if today else format_moment(listing.updated_at, zone)
    return _("Draft saved %(time)s") % {"time": when}


def _steps(office: Office, listing: Listing | None, present: str) -> list[dict]:
    """The steps for `components/_steps.html`; every step of a draft that stands can be opened."""
    names = [*STEPS, "preview"]
    place = names.index(present)
    return [
        {
            "state": "done" if number < place else "now" if number == place else "to-come",
            "label": STEPS[name][0] if name in STEPS else PREVIEW,
            "url": (_step_url(office, listing, name) if listing else "#main" if name == present else ""),
        }
        for number, name in enumerate(names)
    ]


def _step_url(office: Office, listing: Listing, step: str) -> str:
    if step == "preview":
        return reverse("office_listing_preview", args=[office.employer.slug, listing.public_id])
    return reverse("office_listing_edit", args=[office.employer.slug, listing.public_id, step])


def _next_url(request: HttpRequest, office: Office, listing: Listing, step: str) -> str:
    """On to the next step, or back to the listing when that was asked for."""
    if "leave" in request.POST or listing.published_at:
        return reverse("office_listing_detail", args=[office.employer.slug, listing.public_id])
    names = [*STEPS, "preview"]
    return _step_url(office, listing, names[names.index(step) + 1])
