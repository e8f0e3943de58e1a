"""Home: what the board is, in one sentence that is a form, and what stands on it now."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from careers.accounts.viewer import Viewer, viewer_asking
from careers.core.caching import public_page
from careers.core.formats import format_number
from careers.core.money import format_range
from careers.core.rendering import render_page
from careers.core.text import sentences
from careers.insights.figures import PayFigure, board_pay, crossings, live_counts
from careers.insights.kept import is_large_board
from careers.insights.models import MarketFact
from careers.insights.views import fact_of
from careers.listings.models.listing import Listing
from careers.listings.views.cards import count_words
from careers.listings.views.deck import cards_of
from careers.listings.views.facets import about, rounded
from careers.pages.loom import Strand, loom
from careers.taxonomy.models import Background, Country, JobCategory

LATEST = 4
# The choices of the sentence: words of a search.
SENTENCE = ("background", "country", "hours_max")
HOURS = (10, 20, 30, 40)


def front(request: HttpRequest) -> HttpResponse:
    """`/`: to the home page of the language cookie, else of Accept-Language, else Indonesian."""
    language = get_language_from_request(request)
    known = dict(settings.LANGUAGES)
    with override(language if language in known else settings.LANGUAGE_CODE):
        response = redirect("home")
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The professions with live counts and pay, the latest listings, the loom, the steps and one fact."""
    if "show" in request.GET:
        return _what_fits(request)
    viewer = viewer_asking(request)
    live, is_about = Listing.objects.live(), is_large_board()
    professions = professions_of(viewer)
    fact = MarketFact.objects.exclude(value=None).first()
    total = sum(profession["count"] for profession in professions)
    context = {
        "total": total,
        "count_label": live_words(total, is_about),
        "professions": professions,
        "loom": loom(_strands(is_about), [profession for profession in professions if profession["count"]]),
        "cards": cards_of(live.for_cards().order_by("-rank_at", "-pk")[:LATEST], viewer),
        "backgrounds": Background.objects.by_name(),
        "countries": Country.objects.by_name(),
        "hours": HOURS,
        "viewer": viewer,
        "fact": fact_of(fact) if fact else None,
        "rests_on_samples": any(profession["rests_on_samples"] for profession in professions),
    }
    return render_page(request, "pages/home.html", context)


def _what_fits(request: HttpRequest) -> HttpResponse:
    """From the sentence to the search that it asks for: with a country, what is open to somebody there."""
    words = {name: value for name in SENTENCE if (value := request.GET.get(name))}
    if "country" in words:
        words["eligibility"] = "open"
    return redirect(f"{reverse('listing_list')}?{urlencode(words)}" if words else "listing_list")


def professions_of(viewer: Viewer) -> list[dict]:
    """The active professions in order, each with its live listings and its pay as advertised."""
    counts, is_about = live_counts(), is_large_board()
    pay = board_pay(viewer.counts_in)
    return [
        {
            "category": category,
            "name": category.name,
            "brief": "".join(sentences(category.summary)[:1]),
            "hue": category.hue,
            "url": category.get_absolute_url(),
            "listings_url": f"{reverse('listing_list')}?category={category.slug}",
            "count": count,
            "count_label": live_words(count, is_about),
            "rests_on_samples": samples > 0,
            "pay": pay_words(pay.get(category.pk)),
            "figure": pay.get(category.pk),
        }
        for category in JobCategory.objects.active()
        for count, samples in (counts.get(category.pk, (0, 0)),)
    ]


def live_words(count: int, is_about: bool) -> str:
    """So many live listings, in words; or about so many, as on a large board, where they were counted some minutes ago."""
    return _("≈ %(count)s") % {"count": count_words(rounded(count))} if is_about else count_words(count)


def pay_words(figure: PayFigure | None) -> str:
    """The middle half as one range, or nothing."""
    return format_range(figure.low, figure.high, figure.currency, compact=True) if figure else ""


def _strands(is_about: bool) -> list[Strand]:
    """Which backgrounds live listings welcome, by profession."""
    backgrounds, categories = Background.objects.in_bulk(), JobCategory.objects.active().in_bulk()
    said = about if is_about else format_number
    return [
        Strand(backgrounds[background].name, category.name, category.hue, count, said(count))
        for background, profession, count in crossings()
        if background in backgrounds and (category := categories.get(profession))
    ]
