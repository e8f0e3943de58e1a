"""Addresses of `applications`: applying, my applications, my page."""

from django.urls import URLPattern, URLResolver, path

from careers.applications.views import apply, me, mine

ONE = "me/applications/<uuid:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("listings/<name:slug>/apply/", apply.listing_apply, name="listing_apply"),
    path("listings/<name:slug>/apply/preview/", apply.application_preview, name="application_preview"),
    path("me/", me.me_home, name="me_home"),
    path("me/applications/", mine.application_list, name="application_list"),
    path(ONE, mine.application_detail, name="application_detail"),
    path(f"{ONE}cv/", mine.application_cv, name="application_cv"),
    path(f"{ONE}withdraw/", mine.application_withdraw, name="application_withdraw"),
    path(f"{ONE}accept/", mine.application_accept, name="application_accept"),
    path(f"{ONE}decline/", mine.application_decline, name="application_decline"),
    path(f"{ONE}delete/", mine.application_delete, name="application_delete"),
]
