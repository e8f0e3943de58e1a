"""The curators' vocabularies: professions, skills, backgrounds, places and money."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careers.core.admin import CuratorAdmin, ReadOnlyAdmin
from careers.core.queue import announce
from careers.core.states import IllegalStep
from careers.taxonomy.forms import CategoryMergeForm
from careers.taxonomy.models import (
    Background,
    CategoryAlias,
    Country,
    Currency,
    ExchangeRate,
    JobCategory,
    Region,
    Skill,
)


@admin.register(JobCategory)
class JobCategoryAdmin(CuratorAdmin):
    """Professions: both languages, order, retire, merge."""

    list_display = ("name_id", "name_en", "slug", "position", "hue", "state", "merge_link")
    list_editable = ("position",)
    list_filter = ("state",)
    search_fields = ("name_en", "name_id", "slug")
    readonly_fields = ("state", "merged_into")
    actions = ("retire", "revive")
    fieldsets = (
        (None, {"fields": (("name_id", "name_en"), "slug", "summary_id", "summary_en")}),
        (_("Place and look"), {"fields": ("position", "hue", "related", "state", "merged_into")}),
    )

    def get_readonly_fields(self, request, obj=None):
        """The address of a profession that stands never changes: a merge keeps the old one as an alias."""
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_urls(self):
        """With a page to merge one profession into another."""
        merge = path("<row:pk>/merge/", self.admin_site.admin_view(self.merge), name="category_merge")
        return [merge, *super().get_urls()]

    @admin.display(description=_("merge"))
    def merge_link(self, category: JobCategory) -> str:
        """A link to the page that merges it."""
        if category.state == JobCategory.State.MERGED:
            return format_html("→ {}", category.merged_into)
        return format_html('<a href="{}">{}</a>', reverse("admin:category_merge", args=[category.pk]), _("Merge into…"))

    @admin.action(description=_("Retire: no new listings"))
    def retire(self, request: HttpRequest, queryset) -> None:
        """Retire the chosen ones."""
        self._each(request, queryset, JobCategory.retire)

    @admin.action(description=_("Take back into use"))
    def revive(self, request: HttpRequest, queryset) -> None:
        """Revive the chosen ones."""
        self._each(request, queryset, JobCategory.revive)

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the profession that takes over listings, guides and the old address; say what will move first."""
        category = get_object_or_404(JobCategory.objects.public(), pk=pk)
        form = CategoryMergeForm(request.POST or None, category=category)
        if form.is_valid():
            category.merge_into(form.cleaned_data["target"])
            announce("vocabulary_changed")
            self.log_change(request, category, f"merged into {category.merged_into.slug}")
            messages.success(request, _("The professions are merged. The old address leads to the new one."))
            return redirect("admin:careers_jobcategory_changelist")
        context = {**self.admin_site.each_context(request), "category": category, "form": form, "opts": self.opts,
                   "title": _("Merge a profession into another"), "moves": form.moves()}  # fmt: skip
        return TemplateResponse(request, "admin/taxonomy/category_merge.html", context)

    def _each(self, request: HttpRequest, queryset, step) -> None:
        for category in queryset:
            try:
                step(category)
            except IllegalStep:
                messages.error(
                    request, _("“%(name)s” cannot take this step from where it stands.") % {"name": category}
                )
            else:
                self.log_change(request, category, step.__name__)


@admin.register(CategoryAlias)
class CategoryAliasAdmin(ReadOnlyAdmin):
    """The addresses that lead to another profession."""

    list_display = ("slug", "category")


@admin.register(Skill)
class SkillAdmin(CuratorAdmin):
    """Skills and the other spellings people type."""

    list_display = ("name_id", "name_en", "kind", "slug")
    list_filter = ("kind", "categories")
    search_fields = ("name_en", "name_id", "slug", "aliases")


@admin.register(Background)
class BackgroundAdmin(CuratorAdmin):
    """Where people come from."""

    list_display = ("name_id", "name_en", "slug")
    search_fields = ("name_en", "name_id", "slug")


@admin.register(Country)
class CountryAdmin(CuratorAdmin):
    """Countries with their zones and currency."""

    list_display = ("code", "name_id", "name_en", "currency")
    search_fields = ("code", "name_en", "name_id")


@admin.register(Region)
class RegionAdmin(CuratorAdmin):
    """Named sets of countries."""

    list_display = ("code", "name_id", "name_en", "as_of")


@admin.register(Currency)
class CurrencyAdmin(CuratorAdmin):
    """Currencies."""

    list_display = ("code", "name_id", "name_en", "minor_digits")
    search_fields = ("code", "name_en", "name_id")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ReadOnlyAdmin):
    """Reference rates: loaded from a file, never typed."""

    list_display = ("date", "currency", "per_euro", "source")
    list_filter = ("currency",)
    date_hierarchy = "date"
