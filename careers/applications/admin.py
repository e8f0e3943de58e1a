"""Django's admin for applications: where each stands and how it came there. Letters, answers and CVs are not shown."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from careers.applications.models.application import Application
from careers.applications.models.log import ApplicationChange
from careers.core.admin import ReadOnlyAdmin


class ChangeInline(admin.TabularInline):
    """The log of one application."""

    model = ApplicationChange
    fields = ("at", "kind", "from_stage", "to_stage", "actor", "by")
    readonly_fields = fields
    extra = 0
    can_delete = False
    verbose_name_plural = _("what has happened")

    def has_add_permission(self, request, obj=None) -> bool:
        """The verbs write the log."""
        return False

    def get_queryset(self, request):
        """With the people, in one query."""
        return super().get_queryset(request).select_related("by")


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Applications, for questions about one: dates and steps only."""

    list_display = ("listing", "seeker", "stage", "submitted_at", "promise_due_at", "answered_at")
    list_filter = ("stage",)
    list_select_related = ("listing", "seeker")
    search_fields = ("listing__title", "listing__employer__name", "seeker__email")
    fields = ("listing", "seeker", "attempt", "stage", "created_at", "submitted_at", "viewed_at", "answered_at",
              "promise_due_at", "step_due_at", "clock_stopped_at", "ended_at", "refusal_reason")  # fmt: skip
    inlines = (ChangeInline,)
