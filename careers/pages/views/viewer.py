"""The choice of place, zone, languages and currency, for those without a profile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from careers.accounts.viewer import NOBODY, keep_choice, viewer_of
from careers.core.rendering import render_page
from careers.pages.forms import ViewerForm


def viewer_edit(request: HttpRequest) -> HttpResponse:
    """Choose, change or forget for whom pages are computed; kept in a cookie of this browser, known to nobody else."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST":
        form = ViewerForm(request.POST)
        forget = "forget" in request.POST
        if forget or form.is_valid():
            response = redirect(back if _is_ours(request, back) else "listing_list")
            keep_choice(response, NOBODY if forget else form.viewer)
            return response
    else:
        viewer = viewer_of(request)
        form = ViewerForm(
            initial={"country": viewer.country, "zone": viewer.zone, "currency": viewer.currency,
                     "work_languages": viewer.work_languages}
        )  # fmt: skip
    usual = viewer_of(request)
    context = {
        "form": form, "next": back if _is_ours(request, back) else "",
        "is_chosen": usual.is_known, "is_profile": usual.is_profile,
    }  # fmt: skip
    response = render_page(request, "pages/viewer_edit.html", context, status=400 if form.errors else 200)
    add_never_cache_headers(response)
    return response


def _is_ours(request: HttpRequest, address: str) -> bool:
    return bool(address) and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
