"""The curators' guides, courses and communities."""

from django.contrib import admin

from careers.core.admin import CuratorAdmin, CuratorStackedInline, mark_checked, mark_unchecked
from careers.guides.models import Bridge, Community, Course, Guide, GuideQuestion, GuideStep


class GuideStepInline(CuratorStackedInline):
    """The steps into the profession."""

    model = GuideStep


class GuideQuestionInline(CuratorStackedInline):
    """Questions and answers."""

    model = GuideQuestion


@admin.register(Guide)
class GuideAdmin(CuratorAdmin):
    """One guide a profession, in both languages."""

    list_display = ("category",)
    list_select_related = ("category",)
    inlines = (GuideStepInline, GuideQuestionInline)


@admin.register(Bridge)
class BridgeAdmin(CuratorAdmin):
    """From a background into a profession."""

    list_display = ("background", "category", "position")
    list_editable = ("position",)
    list_filter = ("category", "background")
    list_select_related = ("background", "category")


@admin.register(Course)
class CourseAdmin(CuratorAdmin):
    """Courses: unchecked until a curator has opened the address."""

    list_display = ("name", "provider", "level", "cost", "language", "checked_at")
    list_filter = (("checked_at", admin.EmptyFieldListFilter), "level", "cost", "categories")
    search_fields = ("name", "provider", "url")
    readonly_fields = ("checked_at",)
    actions = (mark_checked, mark_unchecked)


@admin.register(Community)
class CommunityAdmin(CuratorAdmin):
    """Communities: unchecked until a curator has opened the address."""

    list_display = ("name", "language", "checked_at")
    list_filter = (("checked_at", admin.EmptyFieldListFilter), "categories")
    search_fields = ("name", "url")
    readonly_fields = ("checked_at",)
    actions = (mark_checked, mark_unchecked)
