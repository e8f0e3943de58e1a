"""The one Django app of the board; its packages stand on floors (docs/architecture.md)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from careers.core import converters


class CareersConfig(AppConfig):
    """Label `careers`: every model of every package."""

    name = "careers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Board")

    def ready(self) -> None:
        """Make the pieces of addresses known before any urls.py is read."""
        converters.register()
