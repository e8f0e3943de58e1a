"""What may be meant by what is typed into a search box: a fragment, the same for everybody, kept by any cache for a while."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from careers.core.text_query import fold
from careers.listings.models.terms import SearchTerm, Suggestion

KEPT_SECONDS = 300
LABELS = {"title": _("Titles"), "skill": _("Skills"), "category": _("Professions"), "employer": _("Employers")}


@require_safe
def listing_suggest(request: HttpRequest) -> HttpResponse:
    """The options of a search box for `q`, in groups; none for what is too short, too long or unlike anything known."""
    typed = request.GET.get("q", "")
    found = SearchTerm.objects.suggestions(typed)
    groups = [
        {"kind": kind, "label": label, "options": [_option(one, typed) for one in found if one.kind == kind]}
        for kind, label in LABELS.items()
        if any(one.kind == kind for one in found)
    ]
    # Without the request: nothing in it depends on who asks.
    response = HttpResponse(render_to_string("listings/_suggestions.html", {"groups": groups, "total": len(found)}))
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    response["X-Robots-Tag"] = "noindex"
    return response


def _option(one: Suggestion, typed: str) -> dict[str, str]:
    """What is read, and where it leads. The spelling is named where the name does not show why it was found."""
    spelling = one.spelling if fold(typed) not in fold(one.name) and fold(one.spelling) != fold(one.name) else ""
    if one.kind == "category":
        return {"name": one.name, "spelling": spelling, "url": reverse("category_detail", args=[one.slug])}
    if one.kind == "employer":
        return {"name": one.name, "url": reverse("employer_detail", args=[one.slug])}
    if one.kind == "skill":
        return {"name": one.name, "spelling": spelling, "url": _listings(skill=one.slug)}
    words = _plainly(one.name.split())
    return {"name": one.name, "fill": words, "url": _listings(q=words)}


def _plainly(words: Iterable[str]) -> str:
    """The words of a title without the signs that mean something in a search."""
    return " ".join(word.replace('"', " ").lstrip("- ") for word in words).strip()


def _listings(**words: str) -> str:
    return f"{reverse('listing_list')}?{urlencode(words)}"
