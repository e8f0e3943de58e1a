"""The curators' desk: the review queue, moderation of listings and employers, decisions, messages."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.admin import ReadOnlyAdmin
from careers.core.admin_fields import SampleFilter, language_name, yes_no
from careers.core.states import IllegalStep
from careers.listings.models.revision import REVISABLE, ListingRevision
from careers.listings.models.verbs import ListingRefused
from careers.trust.forms import MOVED, DecisionForm, DisputeDecisionForm
from careers.trust.models import (
    QUEUE_ORDER,
    ContactMessage,
    Decision,
    DecisionRefused,
    ModeratedEmployer,
    ModeratedListing,
    RecordDispute,
    ReviewedListing,
)
from careers.trust.possible import employer_kinds, listing_kinds


class DecidingAdmin(ReadOnlyAdmin):
    """A read-only table whose rows lead to a page on which a curator decides."""

    decide_template = ""
    list_display_links = None

    def get_urls(self):
        """With the page to decide on."""
        decide = path(
            "<row:pk>/decide/", self.admin_site.admin_view(self.decide), name=f"{self.opts.model_name}_decide"
        )
        return [decide, *super().get_urls()]

    def decide_url(self, row) -> str:
        """The address of the page on which `row` is decided about."""
        return reverse(f"admin:{self.opts.model_name}_decide", args=[row.pk])

    @admin.display(description=_("name"), ordering="pk")
    def decide_link(self, row) -> str:
        """The row's name, leading to that page."""
        return format_html('<a href="{}" data-ugc dir="auto">{}</a>', self.decide_url(row), str(row))

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """See the thing as the public would, with its log, and decide with a reason."""
        row = get_object_or_404(self.model._base_manager, pk=pk)
        subject, kinds = self.subject_of(row)
        log = list(row.changes.select_related("by").order_by("-at", "-pk"))
        seen = str(log[0].pk) if log else ""
        form = DecisionForm(request.POST or None, kinds=kinds, has_moved=request.POST.get("seen", seen) != seen)
        if request.method == "POST" and form.is_valid() and self._carry_out(request, subject, form):
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": str(row), "row": row, "form": form,
            "kinds": kinds, "subject": subject, "log": log, "seen": seen,
        }  # fmt: skip
        return TemplateResponse(request, self.decide_template, context, status=400 if form.errors else 200)

    def subject_of(self, row) -> tuple[object, tuple[str, ...]]:
        """What is decided about, and the kinds of decision that are possible now."""
        raise NotImplementedError

    def _carry_out(self, request: HttpRequest, subject, form: DecisionForm) -> bool:
        data = form.cleaned_data
        try:
            Decision.carry_out(
                data["kind"], subject, by=request.user, reason_code=data["reason_code"], reason=data["reason"]
            )
        except IllegalStep:
            form.add_error(None, MOVED)
        except (ListingRefused, DecisionRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            told = data["kind"] != Decision.Kind.CHECK_SAMPLE
            done = _("The decision is carried out and logged. The employer has been told.")
            messages.success(request, done if told else _("The decision is carried out and logged."))
            return True
        return False


class ListingDeciding(DecidingAdmin):
    """Deciding about listings."""

    decide_template = "admin/trust/listing_decide.html"
    search_fields = ("title", "employer__name")
    list_select_related = ("employer", "category")

    @admin.display(description=_("employer"), ordering="employer__name")
    def employer_name(self, listing) -> str:
        """The employer, with its level."""
        return format_html(
            '<span data-ugc dir="auto">{}</span> ({})',
            listing.employer.name,
            listing.employer.get_verification_level_display(),
        )


@admin.register(ReviewedListing)
class ReviewQueueAdmin(ListingDeciding):
    """One queue: submitted listings, edits of live ones, and the sample of those that went straight through."""

    change_list_template = "admin/trust/queue.html"

    def get_queryset(self, request):
        """What waits; riskiest first, then oldest."""
        return ReviewedListing.objects.waiting()

    def get_ordering(self, request):
        """The queue's own order: without one, Django would put the table's before it."""
        return QUEUE_ORDER

    def subject_of(self, row) -> tuple[object, tuple[str, ...]]:
        """A waiting edit before the listing itself."""
        edit = ListingRevision.objects.filter(listing=row.pk, state="waiting").first()
        if edit and row.state != row.State.SUBMITTED:
            # What has ended meanwhile keeps its words.
            return edit, (*(["apply_revision"] if row.state in REVISABLE else []), "refuse_revision")
        return row, listing_kinds(row)


@admin.register(ModeratedListing)
class ModeratedListingAdmin(ListingDeciding):
    """Every listing, whatever its state."""

    list_display = ("decide_link", "employer_name", "category", "state", "published_at")
    list_filter = ("state", "category", ("is_sample", SampleFilter))

    def subject_of(self, row) -> tuple[object, tuple[str, ...]]:
        """The listing itself."""
        return row, listing_kinds(row)


@admin.register(ModeratedEmployer)
class ModeratedEmployerAdmin(DecidingAdmin):
    """Every employer: let a look-alike pass, mark documents as seen, suspend, restore."""

    decide_template = "admin/trust/employer_decide.html"
    sample = yes_no("is_sample", _("sample"))
    list_display = ("decide_link", "state", "verification_level", "track", "sample", "created_at")
    list_filter = ("state", "verification_level", "track", "is_sample")
    search_fields = ("name", "slug", "website")

    def subject_of(self, row) -> tuple[object, tuple[str, ...]]:
        """The employer itself."""
        return row, employer_kinds(row)


@admin.register(RecordDispute)
class RecordDisputeAdmin(DecidingAdmin):
    """What employers dispute of their answer records, oldest first; upheld or refused, once."""

    decide_template = "admin/trust/dispute_decide.html"
    list_display = ("decide_link", "created_at", "by", "decided_at", "is_upheld")
    list_filter = (("decided_at", admin.EmptyFieldListFilter), "is_upheld")
    list_select_related = ("employer", "by")

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read what the employer says and which applications it is about, and decide with a reason."""
        row = get_object_or_404(RecordDispute.objects.select_related("employer", "by"), pk=pk)
        form = DisputeDecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._decided(request, row, form.cleaned_data, form):
            return redirect("admin:careers_recorddispute_changelist")
        rows = row.applications.select_related("listing").order_by("promise_due_at", "pk")
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": str(row), "row": row, "form": form,
            "applications": rows,
        }  # fmt: skip
        return TemplateResponse(request, self.decide_template, context, status=400 if form.errors else 200)

    def _decided(self, request: HttpRequest, row: RecordDispute, data: dict, form: DisputeDecisionForm) -> bool:
        try:
            row.decide(is_upheld=data["verdict"] == "uphold", by=request.user, reason=data["reason"])
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        self.log_change(request, row, data["verdict"])
        messages.success(request, _("The decision is carried out and logged. The employer has been told."))
        return True


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """What was decided, by whom and why: a log."""

    list_display = ("at", "kind", "about", "reason_code", "by")
    list_filter = ("kind", "reason_code")
    list_select_related = ("listing", "employer", "by")
    date_hierarchy = "at"

    @admin.display(description=_("about"))
    def about(self, decision: Decision) -> str:
        """The listing or employer."""
        return format_html('<span data-ugc dir="auto">{}</span>', decision.listing or decision.employer)


@admin.register(ContactMessage)
class ContactMessageAdmin(ReadOnlyAdmin):
    """What people wrote; to be marked as handled."""

    list_display = ("sent_at", "topic", "email", "handled_at")
    list_filter = (("handled_at", admin.EmptyFieldListFilter), "topic")
    actions = ("mark_handled",)
    fields = ("topic", "text", "name", "email", "page", "spoken", "user", "sent_at", "handled_at")
    readonly_fields = ("spoken",)

    @admin.display(description=_("language"))
    def spoken(self, message: ContactMessage) -> str:
        """The language to answer in, by its name."""
        return language_name(message.language)

    @admin.action(description=_("Mark as handled"))
    def mark_handled(self, request: HttpRequest, queryset) -> None:
        """Somebody has answered."""
        queryset.filter(handled_at=None).update(handled_at=clock.now())
