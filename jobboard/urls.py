"""The board's addresses: those with a language before them, and those without one. The trade's own stand in `careers.urls`."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from careers import urls as careers
from jobboard.health import health

handler400 = "careers.core.errors.bad_request"
handler403 = "careers.core.errors.forbidden"
handler404 = "careers.core.errors.not_found"
handler500 = "careers.core.errors.server_error"

urlpatterns = [
    path("health", health, name="health"),
    path("admin/", admin.site.urls),
    *careers.root_urlpatterns,
    *i18n_patterns(path("", include(careers.urlpatterns)), prefix_default_language=True),
]
