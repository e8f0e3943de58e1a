"""The professions: their list, and each one's guide with everything that stands on the board about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from careers.accounts.viewer import viewer_asking
from careers.core.caching import public_page
from careers.core.markdown import render
from careers.core.money import format_range
from careers.core.rendering import render_page
from careers.core.social import social_response
from careers.core.text import sentences
from careers.guides.models import Bridge, Community, Course, Guide
from careers.insights.figures import board_pay, live_counts
from careers.insights.kept import is_large_board
from careers.listings.models.listing import Listing
from careers.listings.views.deck import cards_of
from careers.pages.views.home import live_words, pay_words, professions_of
from careers.pages.views.social import picture_of_category, social_of_category
from careers.taxonomy.models import CategoryAlias, JobCategory

SHOWN = 5


@public_page
def category_list(request: HttpRequest) -> HttpResponse:
    """Every profession with its summary, live listings and pay."""
    return render_page(request, "guides/category_list.html", {"professions": professions_of(viewer_asking(request))})


@public_page
def category_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The guide of one profession; a merged one leads to what it became, a retired one says so."""
    category = _found(slug)
    if category.slug != slug:
        return redirect(category, permanent=True)
    viewer = viewer_asking(request)
    live = Listing.objects.live().filter(category=category)
    guide = Guide.objects.filter(category=category).first()
    figure = board_pay(viewer.counts_in, category).get(category.pk)
    count, samples = live_counts(category).get(category.pk, (0, 0))
    lead, *brief = sentences(category.summary) or [""]
    context = {
        "category": category,
        "lead": lead,
        "brief": brief,
        "guide": guide,
        "work": render(guide.work) if guide else "",
        "steps": guide.steps.all() if guide else [],
        "questions": guide.questions.all() if guide else [],
        "skills": guide.skills.by_name() if guide else [],
        "bridges": Bridge.objects.filter(category=category).select_related("background"),
        "courses": Course.objects.filter(categories=category).order_by("provider", "name"),
        "communities": Community.objects.filter(categories=category),
        "cards": cards_of(live.for_cards().order_by("-rank_at", "-pk")[:SHOWN], viewer),
        "count": count,
        "rests_on_samples": samples > 0,
        "count_label": live_words(count, is_large_board()),
        "figure": figure,
        "pay": pay_words(figure),
        "median": format_range(figure.median, figure.median, figure.currency, compact=True) if figure else "",
        "related": category.related.active(),
        "social_image": social_of_category(category),
    }
    return render_page(request, "guides/category_detail.html", context)


def category_card(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The picture of a profession, for shared links; a merged one leads to what it became."""
    category = _found(slug)
    picture = picture_of_category(category)
    if category.slug != slug:
        return redirect("category_card", category.slug, picture.version)
    return social_response(request, picture, version)


def _found(slug: str) -> JobCategory:
    """The profession that a slug names or leads to."""
    category = JobCategory.objects.filter(slug=slug).select_related("merged_into").first()
    if category is not None:
        return category.merged_into or category
    alias = CategoryAlias.objects.filter(slug=slug).select_related("category").first()
    if alias is None:
        raise Http404
    return alias.category
