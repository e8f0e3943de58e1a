"""What a listing's page says when the listing is not open: how it ended, and where to go instead."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from careers.core import clock as board_clock
from careers.listings.models.listing import Listing
from careers.taxonomy.models import Currency
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("fill", "Somebody was found for this work on"),
        ("close", "The employer ended it on"),
        ("expire", "Its time was over on"),
    ],
)
def test_listing_detail_of_an_ended_one_says_how_and_leads_to_similar_work(client, end, said):
    listing = factories.make_listing()
    other = factories.make_listing(title="Work that goes on", employer=listing.employer, category=listing.category)
    if end == "expire":
        Listing.objects.filter(pk=listing.pk).update(closes_at=board_clock.now() - timedelta(hours=1))
    else:
        getattr(listing, end)(by=listing.employer.memberships.get(role="owner").user)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert (said in page, 'href="#similar"' in page, 'id="similar"' in page, other.title in page) == (True,) * 4
    assert ('content="noindex"' in page, "/apply/" in page) == (True, False)


@pytest.mark.parametrize(("fate", "status"), [("suspend", 404), ("remove", 410)])
def test_listing_detail_that_cannot_be_shown_offers_its_professions_live_listings(client, ayu, fate, status):
    listing = factories.make_listing(title="Plain work")
    live = factories.make_listing(title="Work that goes on", category=listing.category)
    listing.suspend(by=ayu, reason="It asks for money.")
    if fate == "remove":
        listing.remove(by=ayu, reason="It asks for money.")
    response = client.get(listing.get_absolute_url())
    assert (response.status_code, live.title in response.content.decode()) == (status, True)


def test_rate_is_shown_with_its_day_and_source(client):
    factories.make_rate("USD", "1.25", date(2026, 10, 30))
    factories.make_rate("IDR", "20000", date(2026, 10, 29))
    url = f"{factories.make_listing().get_absolute_url()}?currency=IDR".replace("/id/", "/en/")
    html = client.get(url).content.decode()
    assert "Rate of 29 October 2026: 1\xa0USD = Rp\xa016,000, from the European Central Bank" in html
    card = client.get("/en/listings/?currency=IDR").content.decode()
    assert "at 10–20 hours a week, as stated · ECB rate of 29 Oct 2026" in card
    Currency.objects.filter(pk="IDR").update(rates_ended_on=date(2026, 10, 29))
    html = client.get(f"{url}&effective_weeks=3").content.decode()
    assert "Last rate of 29 October 2026, for the bank gives none since: 1\xa0USD = Rp\xa016,000" in html
    assert "last ECB rate, of 29 Oct 2026" in client.get("/en/listings/?currency=IDR").content.decode()
    assert "ECB" not in client.get("/en/listings/").content.decode()


def test_rate_of_a_small_currency_is_said_the_other_way_round(client):
    factories.make_rate("USD", "1.25", date(2026, 10, 30))
    factories.make_rate("IDR", "20000", date(2026, 10, 30))
    listing = factories.make_listing(
        pay_currency=Currency.objects.get(pk="IDR"), pay_min=Decimal(8_000_000), pay_max=Decimal(9_000_000)
    )
    pages = [listing.get_absolute_url().replace("/id/", "/en/"), "/en/listings/"]
    said = ["1\xa0USD = Rp\xa016,000" in client.get(f"{page}?currency=USD").content.decode() for page in pages]
    assert said == [True, True]


def test_currency_without_a_rate_stays_as_stated(client):
    factories.make_rate("IDR", "20000")
    listing = factories.make_listing(pay_currency=factories.make_currency("VND"))
    html = client.get(f"{listing.get_absolute_url()}?currency=IDR").content.decode()
    assert "VND" in html and "Rp" not in html.split('id="effective"')[0].split('class="decision"')[1]
