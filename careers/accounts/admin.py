"""Django's admin for accounts: who has one and what they agreed to. Profiles are their owners' own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import Consent, User
from careers.core.admin import ReadOnlyAdmin
from careers.core.admin_fields import language_name, yes_no


class ConsentInline(admin.TabularInline):
    """What a person agreed to: to be read, never changed."""

    model = Consent
    fields = ("document", "version", "spoken", "given_at")
    readonly_fields = fields
    template = "admin/_log_inline.html"
    extra = 0
    can_delete = False
    verbose_name_plural = _("consents")

    @admin.display(description=_("language"))
    def spoken(self, consent: Consent) -> str:
        """The language it was given in, by its name."""
        return language_name(consent.language)

    def has_add_permission(self, request, obj=None) -> bool:
        """Nobody agrees for somebody else."""
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts, to be found and read; a person changes and deletes their own."""

    active = yes_no("is_active", _("may sign in"))
    curator = yes_no("is_staff", _("curator"))
    list_display = ("email", "name", "language", "active", "curator", "date_joined", "last_login")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("email", "name")
    ordering = ("-date_joined",)
    fields = ("email", "name", "language", "zone", "active", "curator", "date_joined", "last_login", "deleted_at")
    inlines = (ConsentInline,)
