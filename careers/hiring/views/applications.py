"""The applications to a listing, one of them, and what a member does with it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from careers.accounts.languages import language_name
from careers.accounts.models import SeekerProfile
from careers.applications.lifecycle import PIPELINE, REOPEN_WITHIN, STEPS, Stage
from careers.applications.models.application import WAITING, Application
from careers.applications.models.verbs import ApplicationRefused
from careers.core import clock
from careers.core.paging import BadCursor, keyset_page
from careers.core.private_files import send_private_file
from careers.core.states import IllegalStep, Step, steps_from
from careers.hiring.access import Office, for_managers, for_members, posted
from careers.hiring.forms import RefuseForm
from careers.hiring.views import history
from careers.listings.models.listing import Listing

ON_A_PAGE = 25
IN_A_COLUMN = 5
ON_A_PHONE = 3  # `board.css` shows as many of a column there
MOST_PLACES = 25
MOVED = "move_to_"

# What a press of the first button does: the answer that an applicant at this stage waits for.
NEXT: dict[str, tuple[str, Any]] = {
    Stage.SUBMITTED: (Stage.SHORTLISTED, _later("Shortlist")),
    Stage.IN_REVIEW: (Stage.SHORTLISTED, _later("Shortlist")),
    Stage.UNANSWERED: (Stage.SHORTLISTED, _later("Shortlist")),
    Stage.SHORTLISTED: (Stage.INTERVIEWING, _later("Ask to an interview")),
    Stage.INTERVIEWING: (Stage.OFFERED, _later("Offer the work")),
}
# The same for a card, in a few words.
TO_DO: dict[str, Any] = {
    Stage.SUBMITTED: _later("Give an answer"),
    Stage.IN_REVIEW: _later("Give an answer"),
    Stage.UNANSWERED: _later("Answer, though late"),
    Stage.SHORTLISTED: _later("Ask to an interview"),
    Stage.INTERVIEWING: _later("Offer the work"),
}


@for_members
def office_application_list(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Who applied to a listing: a board of the stages on their way and a table, or the table of one stage."""
    rows = Listing.objects.filter(employer=office.employer).select_related("employer", "category")
    listing = get_object_or_404(rows, public_id=public_id)
    received = Application.objects.filter(listing=listing).handed_in()
    counts = dict(received.values_list("stage").annotate(count=Count("pk")).order_by())
    stage = request.GET.get("stage", "")
    if stage and (stage not in Stage.values or stage == Stage.DRAFT):
        raise Http404
    shown = received.filter(stage=stage) if stage else received
    try:
        page = keyset_page(shown.for_office(), ("-submitted_at", "-pk"), request.GET.get("cursor", ""), ON_A_PAGE)
    except BadCursor as error:
        raise Http404 from error
    here = reverse("office_application_list", args=[office.employer.slug, listing.public_id])
    query = f"stage={stage}&" if stage else ""
    context = {
        "office": office,
        "listing": listing,
        "tabs": _tabs(here, counts, stage),
        "columns": [] if stage else _columns(received, counts, here, office),
        "stage": Stage(stage).label if stage else "",
        "rows": [_row(application, office) for application in page.rows],
        "capacity": _capacity(listing, received),
        "is_stopped": listing.state == Listing.State.SUSPENDED or listing.hidden_at is not None,
        "open_when_ended": received.active().count() if listing.is_ended else 0,
        "newer_url": f"{here}?{query}cursor={page.newer}" if page.newer else "",
        "older_url": f"{here}?{query}cursor={page.older}" if page.older else "",
    }
    return render(request, "hiring/office_application_list.html", context)


@for_members
def office_application_detail(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """One application: letter, answers, CV, profile, history, and the steps that are legal now. Opening it is noted once."""
    application = _application(office, public_id)
    application.mark_viewed(by=request.user)
    profile = SeekerProfile.objects.filter(user=application.seeker_id).select_related("background", "country").first()
    steps = steps_from(STEPS, application.stage, "employer") if office.may_manage and not application.is_stopped else []
    names = {step.name for step in steps}
    reopens = "reopen" in names and application.ended_at and clock.now() - application.ended_at <= REOPEN_WITHIN
    context = {
        "office": office,
        "listing": application.listing,
        "application": application,
        "answers": application.answers.all(),
        "due": history.due_of(application),
        "clock_words": history.clock_words(application, office.employer.zone),
        "profile": profile,
        "hours": history.hours_words(profile),
        "zone": history.zone_words(profile),
        "languages": [language_name(code) for code in profile.work_languages] if profile else [],
        "timeline": history.timeline(
            application.changes.select_related("by"), history.APPLICATION, office.employer.zone
        ),
        "moves": _moves(application, steps),
        "next": NEXT.get(application.stage) if steps else None,
        "waits_next": _waits_next(application),
        "can_refuse": "not_select" in names,
        "can_reopen": reopens,
        "can_record_hire": "record_hire" in names,
        "is_stopped": application.is_stopped,
        "is_erased": application.seeker.deleted_at is not None or not application.name,
    }
    return render(request, "hiring/office_application_detail.html", context)


def _moves(application: Application, steps: list[Step]) -> list[tuple[str, str]]:
    """The stages it may be moved to, those that lead on before the step back: the first one is what a press chooses."""
    stages = [step.target for step in steps if step.name.startswith(MOVED)]
    at = PIPELINE.index(application.stage) if application.stage in PIPELINE else -1
    stages.sort(key=lambda stage: PIPELINE.index(stage) < at)
    return [(stage, Stage(stage).label) for stage in stages]


def _waits_next(application: Application) -> Application | None:
    """Who waits longest for a first answer to the same listing."""
    others = Application.objects.filter(WAITING, listing=application.listing_id).exclude(pk=application.pk)
    return others.for_office().order_by("promise_due_at", "pk").first()


@for_members
def office_application_cv(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """The CV as a download, noted in the log; refused while the listing is suspended and once it is removed."""
    application = _application(office, public_id)
    if not application.cv_is_open_to_employer:
        raise Http404
    try:
        response = send_private_file(application.cv, application.cv_name)
    except FileNotFoundError as error:
        raise Http404 from error
    application.mark_cv_opened(by=request.user)
    return response


@for_managers
@require_POST
def office_application_move(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Move it to the stage that was chosen."""
    application = _application(office, public_id)
    target = request.POST.get("stage", "")
    if target not in PIPELINE:
        messages.error(request, _("Choose a stage from the list."))
        return redirect(_url(office, application))
    return _take(
        request,
        office,
        application,
        lambda: application.move(target, by=request.user),
        _("Moved. The applicant gets a mail."),
    )


@for_managers
def office_application_refuse(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Do not select it, with a reason that the applicant reads."""
    application = _application(office, public_id)
    form = RefuseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        verb = lambda: application.not_select(by=request.user, reason=data["reason"], text=data["text"])  # noqa: E731
        return _take(request, office, application, verb, _("Not selected. The applicant gets a mail with the reason."))
    context = {"office": office, "application": application, "listing": application.listing, "form": form}
    return render(request, "hiring/office_application_refuse.html", context)


@for_managers
@require_POST
def office_application_reopen(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Take a refusal back."""
    application = _application(office, public_id)
    return _take(
        request, office, application, lambda: application.reopen(by=request.user), _("The refusal is taken back.")
    )


@for_managers
@require_POST
def office_application_hire(request: HttpRequest, office: Office, public_id) -> HttpResponse:
    """Note that the applicant accepted the offer elsewhere."""
    application = _application(office, public_id)
    done = _("Noted. The applicant is told and may object.")
    return _take(request, office, application, lambda: application.record_hire(by=request.user), done)


def _application(office: Office, public_id) -> Application:
    rows = Application.objects.handed_in().filter(listing__employer=office.employer)
    return get_object_or_404(
        rows.select_related("listing__employer", "listing__category", "seeker"), public_id=public_id
    )


def _take(request: HttpRequest, office: Office, application: Application, verb, done: str) -> HttpResponse:
    """Run a verb and say how it went; the table of steps may have moved on since the page was read."""
    try:
        verb()
        messages.success(request, done)
    except ApplicationRefused as refused:
        messages.error(request, str(refused))
    except IllegalStep:
        messages.error(request, _("This is not possible any more: the application has moved on meanwhile."))
    return redirect(_url(office, application))


def _url(office: Office, application: Application) -> str:
    return reverse("office_application_detail", args=[office.employer.slug, application.public_id])


def _tabs(here: str, counts: dict[str, int], stage: str) -> list[dict]:
    tabs = [{"label": _("All"), "url": here, "count": sum(counts.values()), "is_current": not stage}]
    for value, label in Stage.choices:
        if value in counts or value == stage:
            tabs.append(
                {
                    "label": label,
                    "url": f"{here}?stage={value}",
                    "count": counts.get(value, 0),
                    "is_current": value == stage,
                }
            )
    return tabs


def _columns(received, counts: dict[str, int], here: str, office: Office) -> list[dict]:
    """One column a stage on its way, the soonest due first: one query each."""
    columns = []
    for stage in PIPELINE:
        rows = received.filter(stage=stage).for_office().order_by("promise_due_at", "pk")[:IN_A_COLUMN]
        count = counts.get(stage, 0)
        columns.append(
            {
                "label": Stage(stage).label,
                "count": count,
                "cards": [_row(application, office) for application in rows],
                "has_more": count > IN_A_COLUMN,
                "has_more_on_a_phone": count > ON_A_PHONE,
                "url": f"{here}?stage={stage}",
            }
        )
    return columns


def _row(application: Application, office: Office) -> dict:
    profile = getattr(application.seeker, "profile", None)
    return {
        "name": application.name,
        "url": _url(office, application),
        "background": profile.background if profile else None,
        "hours": history.hours_words(profile),
        "stage": application.get_stage_display(),
        "submitted_at": application.submitted_at,
        "is_new": application.viewed_at is None,
        "due": history.due_of(application),
        "to_do": _to_do(application, office),
    }


def _to_do(application: Application, office: Office) -> str:
    if office.may_manage and application.stage in TO_DO and not application.is_stopped:
        is_unread = application.viewed_at is None and application.answered_at is None
        return _("Read and answer") if is_unread else str(TO_DO[application.stage])
    return ""


def _capacity(listing: Listing, received) -> dict | None:
    """The places of the queue, for `components/_capacity.html`; none where one applies elsewhere, or no more."""
    if listing.applies_outside or listing.is_ended:
        return None
    waiting = received.filter(WAITING).count()
    late = received.filter(WAITING, promise_due_at__lte=clock.now()).count()
    most = listing.review_capacity
    shown = min(most, MOST_PLACES)
    taken, red = (min(shown, -(-number * shown // most)) for number in (waiting, late))
    words = {"count": waiting, "most": most, "late": late}
    return {
        "places": ["late"] * red + ["taken"] * (taken - red) + [""] * (shown - taken),
        "label": _("%(count)s of %(most)s waiting for an answer") % words,
        "note": ngettext(
            "At %(most)s the queue is full. %(late)s is late.",
            "At %(most)s the queue is full. %(late)s are late.",
            late,
        )
        % words
        if late
        else _("At %(most)s the queue is full, until you have answered some.") % words,
    }
