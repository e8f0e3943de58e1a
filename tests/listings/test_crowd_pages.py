"""The band of applicants on cards, pages and filters: one definition, and the employer has no say in it."""

import random

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from careers.hiring.forms import ApplyingForm, EligibilityForm, PayForm, WorkForm
from careers.listings.crowd import BANDS_FROM, band_of, band_words
from careers.listings.filters import CROWDS, ListingFilter
from careers.listings.models.listing import Listing
from careers.listings.views.cards import crowd_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def board() -> list[Listing]:
    """Listings at both sides of every band's beginning, some of which lead outside."""
    chance, employer = random.Random(7), factories.make_employer(level=1)
    counts = [
        count for start in BANDS_FROM for count in (start - 1, start, start + chance.randrange(1, 9)) if count >= 0
    ]
    for number, count in enumerate(counts * 2):
        listing = factories.make_listing(employer=employer)
        outside = {"apply_at": "outside", "apply_url": "https://jobs.kebun.example/"} if number % 4 == 3 else {}
        Listing.objects.filter(pk=listing.pk).update(application_count=count, **outside)
    return list(Listing.objects.all())


@pytest.mark.parametrize("word", CROWDS)
def test_filter_finds_what_the_cards_say(board, client, word):
    limit = CROWDS[word]
    below = {words for number, words in enumerate(band_words(), start=1) if number < band_of(limit)}
    wanted = {row.pk for row in board if not row.applies_outside and row.application_count < limit}
    assert {row.pk for row in ListingFilter(QueryDict(f"crowd={word}")).qs} == wanted
    assert {row.pk for row in board if crowd_of(row)[1] in below} == wanted
    facets = client.get(reverse("listing_list")).context["facets"]["crowd"]
    assert {choice["value"]: choice["count"] for choice in facets}[word] == len(wanted)
    assert client.get(reverse("listing_list"), {"crowd": word}).context["total"] == len(wanted)


def test_number_is_never_exact_in_public(client):
    listing = factories.make_listing()
    Listing.objects.filter(pk=listing.pk).update(application_count=237)
    for url in (listing.get_absolute_url(), reverse("listing_list")):
        page = client.get(url).content.decode()
        assert "200–499" in page and "237" not in page


def test_listing_that_leads_outside_has_no_band(client):
    listing = factories.make_listing(apply_at="outside", apply_url="https://jobs.kebun.example/")
    assert crowd_of(listing) == (0, "")
    page = client.get(listing.get_absolute_url()).content.decode()
    assert "Applicants so far" not in page and not any(words in page for words in band_words())


def test_employer_has_no_way_to_hide_the_band():
    written = {name for form in (WorkForm, EligibilityForm, PayForm, ApplyingForm) for name in form.base_fields}
    assert "review_capacity" in written
    assert not [name for name in written if any(word in name for word in ("crowd", "band", "hide", "applica"))]
    assert not Listing._meta.get_field("application_count").editable
