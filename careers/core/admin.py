"""Django's own admin as the curators' house: in their language, behind the board's sign-in, in our tokens."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.admin_fields import PlainFields, RowForm
from careers.core.queue import announce


class CuratorSite(admin.AdminSite):
    """One site for curators; every page of it is in the curator's own language."""

    site_header = _("Curators' desk")
    site_title = _("Curators' desk")
    index_title = _("Curators' desk")
    # There is one application: its page is the desk's first.
    app_index_template = "admin/index.html"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """The view behind Django's checks, in the language of whoever asks."""
        inner = super().admin_view(view, cacheable)

        def in_their_language(request: HttpRequest, *args, **kwargs):
            language = getattr(request.user, "language", "") or translation.get_language() or "id"
            try:
                with translation.override(language):
                    response = inner(request, *args, **kwargs)
                    # A template response is rendered after this function returns, outside the override, unless done here.
                    return response.render() if hasattr(response, "render") and not response.is_rendered else response
            except (Http404, PermissionDenied):
                # So is the page that says no: the rest of this request speaks the curator's language.
                translation.activate(language)
                raise

        return in_their_language

    def get_app_list(self, request, app_label=None):
        """What is ours: tables of the packages we stand on are nobody's to edit here."""
        return [app for app in super().get_app_list(request, app_label) if app["app_label"] == "careers"]

    def login(self, request, extra_context=None):
        """The board's own sign-in, with its limits and second factors."""
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request, extra_context=None):
        """The board's own page, with its rules and its mail."""
        return redirect("account_change_password")


class CuratorAdmin(PlainFields, admin.ModelAdmin):
    """A vocabulary or a text that every curator may edit, and nobody deletes while it is in use."""

    list_per_page = 50

    def get_changelist_form(self, request, **kwargs):
        """Fields in a list say which row they belong to."""
        return super().get_changelist_form(request, **{"form": RowForm, **kwargs})

    def has_module_permission(self, request):
        """Every curator."""
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        """Every curator."""
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        """Every curator."""
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        """Every curator."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        """The operator alone: what others rest on is retired, not deleted."""
        return request.user.is_active and request.user.is_superuser and not (obj and _is_in_use(obj))

    def get_actions(self, request):
        """Without deletion in bulk, which would look at no row's use."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request, obj, form, change):
        """Save, and let whoever keeps copies of these words follow."""
        super().save_model(request, obj, form, change)
        announce("vocabulary_changed")


class ReadOnlyAdmin(CuratorAdmin):
    """Something to be read and not edited here."""

    def has_add_permission(self, request):
        """Nobody."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody."""
        return False


def _is_in_use(row) -> bool:
    """Whether a row of another table names this one."""
    relations = row._meta.related_objects
    return any(other.related_model._base_manager.filter(**{other.field.name: row}).exists() for other in relations)


@admin.action(description=_("Mark as checked today"))
def mark_checked(modeladmin, request: HttpRequest, queryset) -> None:
    """A curator has opened these addresses and found them right."""
    queryset.update(checked_at=clock.now())


@admin.action(description=_("Mark as not checked"))
def mark_unchecked(modeladmin, request: HttpRequest, queryset) -> None:
    """An address has to be looked at again."""
    queryset.update(checked_at=None)


class CuratorTabularInline(PlainFields, admin.TabularInline):
    """Rows inside another row's page, open to every curator."""

    extra = 0

    def has_add_permission(self, request, obj=None):
        """Every curator."""
        return request.user.is_active and request.user.is_staff

    has_change_permission = has_delete_permission = has_view_permission = has_add_permission


class CuratorStackedInline(CuratorTabularInline):
    """The same, one field under the other."""

    template = "admin/edit_inline/stacked.html"
