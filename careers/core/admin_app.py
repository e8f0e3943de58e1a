"""How Django finds the curators' site: loaded before any model, so it stands apart from `core.admin`."""

from django.contrib.admin.apps import AdminConfig


class CuratorAdminConfig(AdminConfig):
    """Puts CuratorSite in the place of Django's default site."""

    default_site = "careers.core.admin.CuratorSite"
