"""The one Django app of the board; its packages stand on floors (docs/architecture.md)."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    """Label `careers`: every model of every package."""

    name = "careers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Careers"
