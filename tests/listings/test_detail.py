"""What a listing's page says when the listing is not open: how it ended, and where to go instead."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from careers.core import clock as board_clock
from careers.listings.models.listing import Listing
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
