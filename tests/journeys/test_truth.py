"""Somebody in Jakarta, without an account, finds work that is truly open to them, with few steps and no link made for it."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from playwright.sync_api import Locator, Page, expect

from careers.listings.pay import comparable, convert
from careers.listings.rates import newest_rates
from careers.listings.views.cards import month_words
from careers.taxonomy.models import Country
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 4  # interactions, from home to the work


class Hand:
    """Does what people do with a page, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = 0

    def press(self, target: Locator) -> None:
        """One click."""
        self.interactions += 1
        target.click()

    def choose(self, target: Locator, label: str) -> None:
        """One choice from a list."""
        self.interactions += 1
        target.select_option(label=label)

    def tick(self, target: Locator) -> None:
        """One tick of a box."""
        self.interactions += 1
        target.check()


@pytest.fixture
def work(board, kebun, ayu, language):
    """One listing that fits in everything, and others that each fail in one thing."""
    Country.objects.filter(pk="ID").update(currency="IDR", zones=["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
    malaysia = factories.make_country("MY", name_en="Malaysia", name_id="Malaysia", zones=["Asia/Kuala_Lumpur"])

    def live(title: str, **fields):
        fields = {"training_paid": True, "eligibility_scope": "countries", "eligible_countries": ["ID"]} | fields
        return factories.make_listing(title=title, employer=kebun, by=ayu, language=language, **fields)

    found = live("Rate answers in Indonesian")
    live("Not open to Indonesia", eligible_countries=[malaysia.pk])
    live("Says nothing of countries", eligibility_scope="not-stated", eligible_countries=[])
    live("Needs the working day of New York", overlap_hours=4, overlap_zone="America/New_York")
    live("Training is not paid", training_paid=False)
    live("Says nothing of training", training_paid=None)
    monthly = {"pay_period": "month", "pay_min": Decimal(1500), "pay_max": Decimal(2000)}
    live("Paid by the month", **monthly)
    return found


def test_work_that_is_open_and_pays_the_training_is_four_steps_from_home(work, new_visitor, language, say):
    page = new_visitor(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Jakarta")
    hand = Hand(page)
    page.goto(f"/{language}/")
    hand.choose(page.get_by_label(say("Country where you are")), "Indonesia")
    hand.press(page.locator("form.sentence button[type=submit]"))
    hand.tick(page.get_by_role("checkbox", name=say("By the hour")))
    expect(page.get_by_role("link", name="Paid by the month")).to_have_count(0)
    hand.tick(page.get_by_role("checkbox", name=say("Training is paid")))

    cards = page.locator("#results [data-listing]")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text(work.title)
    expect(cards).to_have_attribute("data-eligibility", "open")
    expect(page.locator("#results")).to_have_attribute("data-total", "1")
    with override(language):
        rupiah = convert(comparable(work.pay), newest_rates(), "IDR")
        assert rupiah is not None
        expect(cards).to_contain_text(month_words(rupiah))
        assert "Rp" in month_words(rupiah)
    assert hand.interactions <= MOST
    hand.press(cards.get_by_role("link", name=work.title))
    expect(page.get_by_role("heading", level=1)).to_have_text(work.title)
    with override(language):
        expect(page.locator(".decision")).to_contain_text(month_words(rupiah))
    expect(page.locator(".decision .verdict").first).to_have_attribute("data-kind", "open")
    # Nothing was kept of where they are: no account, no cookie, and the address says it all to whoever gets it.
    assert not page.context.cookies()
