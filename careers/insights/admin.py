"""The curators' facts."""

from django.contrib import admin

from careers.core.admin import CuratorAdmin
from careers.insights.models import MarketFact


@admin.register(MarketFact)
class MarketFactAdmin(CuratorAdmin):
    """Figures with their sources, in both languages."""

    list_display = ("slug", "statement_id", "period", "source_name", "position")
    list_editable = ("position",)
    search_fields = ("statement_en", "statement_id", "source_name")
