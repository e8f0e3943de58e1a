"""Django's admin for applications: where each stands and how it came there. Letters, answers and CVs are not shown."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from careers.applications.lifecycle import Stage
from careers.applications.models.application import Application
from careers.applications.models.log import ApplicationChange
from careers.core.admin import ReadOnlyAdmin

OPENED = {"viewed": _("Opened for the first time"), "cv_opened": _("CV opened")}


class ChangeInline(admin.TabularInline):
    """The log of one application."""

    model = ApplicationChange
    fields = ("at", "what", "by")
    readonly_fields = fields
    template = "admin/_log_inline.html"
    extra = 0
    can_delete = False
    verbose_name_plural = _("what has happened")

    @admin.display(description=_("what"))
    def what(self, change: ApplicationChange) -> str:
        """The step in words: where it stands now, or what was opened."""
        return str(OPENED.get(change.kind) or Stage(change.to_stage).label)

    def has_add_permission(self, request, obj=None) -> bool:
        """The verbs write the log."""
        return False

    def get_queryset(self, request):
        """With the people, in one query."""
        return super().get_queryset(request).select_related("by")


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Applications, for questions about one: dates and steps only."""

    view_on_site = False
    list_display = ("listing", "seeker", "stage", "submitted_at", "promise_due_at", "answered_at")
    list_filter = ("stage",)
    list_select_related = ("listing", "seeker")
    search_fields = ("listing__title", "listing__employer__name", "seeker__email")
    fields = ("listing", "seeker", "attempt", "stage", "created_at", "submitted_at", "viewed_at", "answered_at",
              "promise_due_at", "step_due_at", "clock_stopped_at", "ended_at", "refusal_reason")  # fmt: skip
    inlines = (ChangeInline,)
