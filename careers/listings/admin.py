"""The archive of closed postings. Listings themselves are reviewed and moderated on the floor of trust."""

from django.contrib import admin

from careers.core.admin import CuratorAdmin
from careers.core.markdown import render
from careers.listings.models.archive import ArchivedListing


@admin.register(ArchivedListing)
class ArchivedListingAdmin(CuratorAdmin):
    """Closed postings of public employers, with their source and licence."""

    list_display = ("title", "employer_name", "category", "posted_on", "licence")
    list_filter = ("category", "language")
    list_select_related = ("category",)
    search_fields = ("title", "employer_name")

    def save_model(self, request, obj, form, change):
        """Save, with the text rendered."""
        obj.html = render(obj.text)
        super().save_model(request, obj, form, change)
