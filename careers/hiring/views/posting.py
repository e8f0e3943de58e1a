"""Writing a listing in five steps; each keeps what it was given, and any of them can be opened again.

A draft also keeps itself while it is written (see *Autosave* in `docs/design.md`), sound or not yet.
"""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careers.accounts.viewer import NOBODY
from careers.core import clock
from careers.core.autosave import LINE, draft_not_saved, draft_saved, is_autosave, saved_words
from careers.core.rendering import render_page
from careers.core.states import IllegalStep
from careers.hiring import limits, posting
from careers.hiring.access import Office, for_managers, for_members, posted
from careers.hiring.forms import ApplyingForm, EligibilityForm, PayForm, WorkForm
from careers.hiring.posting import StepForm
from careers.hiring.questions import question_forms, questions_of, sound_questions
from careers.listings.lifecycle import DEFAULT_OPEN, EDITABLE, ListingState
from careers.listings.lint import CIRCULAR, TERM_WORDS, Finding
from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused
from careers.listings.views.cards import card_of
from careers.listings.views.decision import decision_of
from careers.listings.views.names import names_for

STEPS: dict[str, tuple[object, type[StepForm]]] = {
    "work": (gettext_lazy("The work"), WorkForm),
    "eligibility": (gettext_lazy("Who may take it"), EligibilityForm),
    "pay": (gettext_lazy("Pay and terms"), PayForm),
    "applying": (gettext_lazy("Applying"), ApplyingForm),
}
PREVIEW = gettext_lazy("Preview")
DRAFTS = (ListingState.DRAFT, ListingState.CHANGES_REQUESTED)


GOOD = {
    "work": (
        gettext_lazy("Say what the person does on a normal day, in three or four sentences."),
        gettext_lazy("Ask for what is needed from the first day. Leave out what one learns here in a week."),
        gettext_lazy("Say what happens after applying: who reads it, whether there is a test, when you decide."),
    ),
    "eligibility": (
        gettext_lazy("“Open worldwide” means that you can pay somebody in any country. If you cannot, name those where you can."),
        gettext_lazy("An overlap in hours says more than “flexible”: four hours with the working day in Jakarta, for example."),
        gettext_lazy("Ask only for the languages that the work is done in."),
    ),
    "pay": (
        gettext_lazy("State a range that is true: its lower end is what a new person gets."),
        gettext_lazy("For pay per task, say how many minutes a task takes. We work out the hour from it."),
        gettext_lazy("What you leave open is shown as “Not stated”, so that people can ask."),
    ),
    "applying": (
        gettext_lazy("Promise what you can keep: how often you kept it is shown on your page."),
        gettext_lazy("Ask two questions that you will read, not six that you will skim."),
        gettext_lazy("A full queue takes nobody new. It opens again when you have answered."),
    ),
}  # fmt: skip
# Which field the lint's advice stands beside: step → what the lint names → field.
BESIDE = {
    "work": {"title": "title", "description": "description"},
    "eligibility": {"eligibility": "eligibility_scope"},
    "pay": {"pay": "pay_min"} | {name: name for name in TERM_WORDS},
    "applying": {"questions": "questions"},
}
FIRST = ("title", "category", "language")
"""What a draft cannot begin without."""


@for_managers
def office_listing_create(request: HttpRequest, office: Office) -> HttpResponse:
    """Step 1 of a new listing; its draft stands as soon as this is kept, at the latest when it is sent."""
    public_id = _draft_id(request)
    begun = Listing.objects.filter(employer=office.employer, public_id=public_id).select_related("employer").first()
    if begun:
        return _write(request, office, begun, "work")
    form = WorkForm.of(Listing(employer=office.employer, language=office.employer.language), posted(request))
    if is_autosave(request):
        return _begin_as_typed(request, office, form, public_id)
    if request.method == "POST" and form.is_valid():
        limits.begin_draft(request.user)
        listing = posting.begin(office.employer, form.parts(), public_id=public_id, by=request.user)
        return redirect(_next_url(request, office, listing, "work"))
    return _show(request, office, None, "work", form, draft_id=public_id)


@for_managers
def office_listing_edit(request: HttpRequest, office: Office, public_id, step: str) -> HttpResponse:
    """One step of a listing that stands, filled with what was kept; a live one says what will wait for review."""
    rows = Listing.objects.filter(employer=office.employer).select_related("employer", "category")
    return _write(request, office, get_object_or_404(rows, public_id=public_id), step)


def _write(request: HttpRequest, office: Office, listing: Listing, step: str) -> HttpResponse:
    if listing.state not in EDITABLE:
        if is_autosave(request):
            return draft_not_saved(request, _not_a_draft(listing))
        return render(request, "hiring/office_listing_locked.html", {"office": office, "listing": listing}, status=409)
    form = STEPS[step][1].of(posting.as_written(listing), posted(request))
    questions = question_forms(listing, posted(request)) if step == "applying" else None
    if is_autosave(request):
        return _keep_as_typed(request, office, listing, form, questions)
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
            if not _asks_for_more(request, listing, form):
                return redirect(_next_url(request, office, listing, step))
    return _show(request, office, listing, step, form, questions)


def _asks_for_more(request: HttpRequest, listing: Listing, form: StepForm) -> bool:
    """Whether a draft that was kept lacks something here that must be said: then the form asks for it, unless one leaves."""
    owed = form.owed() if listing.state in DRAFTS and "leave" not in request.POST else {}
    for name, words in owed.items():
        form.add_error(name, words)
    if owed:
        listing.refresh_from_db()
        form.add_error(
            None,
            _("Your draft is kept. What is marked here must be said before it is handed in; “Save and leave” keeps it for later."),
        )  # fmt: skip
    return bool(owed)


def _begin_as_typed(request: HttpRequest, office: Office, form: StepForm, public_id: UUID) -> HttpResponse:
    if not set(FIRST).isdisjoint(form.errors):
        words = {"text": _("A draft begins with a title and a profession. Until then nothing is kept.")}
        return render(request, LINE, words)
    limits.begin_draft(request.user)
    parts, left_out = form.sound_parts()
    listing = posting.begin(office.employer, parts, public_id=public_id, by=request.user)
    answer = _kept(request, listing, left_out)
    # Whoever opens the page again finds this draft in it.
    answer["HX-Replace-Url"] = _step_url(office, listing, "work")
    return answer


def _keep_as_typed(request: HttpRequest, office: Office, listing: Listing, form: StepForm, questions) -> HttpResponse:
    if listing.state not in DRAFTS:
        return draft_not_saved(request, _not_a_draft(listing))
    limits.autosave(request.user)
    parts, left_out = form.sound_parts()
    if questions is not None:
        kept, wrong = sound_questions(questions, listing)
        parts |= {} if kept is None else {"questions": kept}
        left_out += wrong
    try:
        posting.keep(listing, parts, by=request.user, quietly=True)
    except (ListingRefused, IllegalStep):
        return draft_not_saved(request, _not_a_draft(listing))
    return _kept(request, listing, left_out)


def _kept(request: HttpRequest, listing: Listing, left_out: list[str]) -> HttpResponse:
    """The line that says so, and word to the page that the draft has changed."""
    zone = listing.employer.zone
    if left_out:
        fields = ", ".join(f"“{label}”" for label in left_out)
        text = _("%(saved)s, but not %(fields)s: something there needs to be put right.")
        text %= {"saved": saved_words(clock.now(), zone), "fields": fields}
        answer = render(request, LINE, {"text": text, "kind": "partly", "aloud": text})
    else:
        answer = draft_saved(request, clock.now(), zone)
    answer["HX-Trigger"] = "kept"
    return answer


def _not_a_draft(listing: Listing) -> str:
    state = listing.get_state_display()
    return _("This listing is no draft any more, so nothing is kept here by itself. It is: %(state)s.") % {
        "state": state
    }


def _draft_id(request: HttpRequest) -> UUID:
    """Which draft a new page writes: chosen when the page is opened, so that sending it twice makes one."""
    try:
        return UUID(request.POST.get("draft") or request.GET.get("draft", ""))
    except ValueError:
        return uuid4()


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
        "refused": [(finding, _mend_url(office, listing, finding)) for finding in findings if finding.refused],
        "advised": [(finding, _mend_url(office, listing, finding)) for finding in findings if not finding.refused],
        "circular": CIRCULAR,
        "can_submit": office.may_manage and listing.state in DRAFTS,
        "decision": decision_of(_as_if_live(listing), names_for(NOBODY)),
        "skills": listing.skills.by_name(),
        "backgrounds": listing.backgrounds.by_name(),
    }
    return render(request, "hiring/office_listing_preview.html", context)


def _mend_url(office: Office, listing: Listing, finding: Finding) -> str:
    """The step, and in it the place, where a finding is mended."""
    place = finding.place or finding.field
    step = next(step for step, fields in BESIDE.items() if place in fields)
    return f"{_step_url(office, listing, step)}#advice-{BESIDE[step][place]}"


def _as_if_live(listing: Listing) -> Listing:
    """The listing with the dates that it would have if it went live now; not to be saved."""
    listing.published_at = listing.published_at or listing.starts_at or clock.now()
    listing.closes_at = listing.closes_at or listing.published_at + DEFAULT_OPEN
    return listing


def _show(
    request, office: Office, listing: Listing | None, step: str, form: StepForm, questions=None, draft_id=None
) -> HttpResponse:
    is_draft = listing is None or listing.state in DRAFTS
    advice = {name: [] if name in form.errors else found for name, found in _advice(listing, step).items()}
    context = {
        "office": office,
        "listing": listing,
        "form": form,
        "groups": [
            (
                heading,
                [(row, [(field.name, advice[field.name]) for field in row if field.name in advice]) for row in rows],
            )
            for heading, rows in form.fieldsets()
        ],
        "questions": questions,
        "steps": _steps(office, listing, step),
        "label": STEPS[step][0],
        "number": list(STEPS).index(step) + 1,
        "total": len(STEPS) + 1,
        "draft_id": draft_id,
        "is_draft": is_draft,
        "saved": saved_words(listing.updated_at, listing.employer.zone) if listing and is_draft else "",
        "good": GOOD[step],
        "advice": advice,
        "seen": _seen(listing),
        "waiting": posting.waiting_revision(listing) if listing else None,
    }
    return render_page(request, "hiring/office_listing_edit.html", context, fragment="hiring/_listing_beside.html")


def _advice(listing: Listing | None, step: str) -> dict[str, list]:
    """What the lint says of this step, by the field that it stands beside."""
    findings = posting.as_written(listing).findings() if listing else []
    return {
        name: [finding for finding in findings if place == (finding.place or finding.field)]
        for place, name in BESIDE[step].items()
    }


def _seen(listing: Listing | None) -> dict | None:
    """The listing as a line in a list; nothing of one that is not begun."""
    return card_of(posting.as_written(listing), names_for(NOBODY)) if listing else None


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
    if "leave" in request.POST or listing.state not in DRAFTS:
        return reverse("office_listing_detail", args=[office.employer.slug, listing.public_id])
    names = [*STEPS, "preview"]
    return _step_url(office, listing, names[names.index(step) + 1])
