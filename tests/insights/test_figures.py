"""Pay as advertised: right, in one currency, and silent under five."""

import statistics
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from careers.core import clock
from careers.core.formats import format_date
from careers.insights.figures import advertised_pay
from careers.listings.models import tally
from careers.listings.models.listing import Listing
from careers.listings.rates import newest_rates
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rates():
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")


def make(pay: int, currency: str = "USD") -> Listing:
    """A live listing that pays so much by the month."""
    return factories.make_listing(
        pay_min=Decimal(pay), pay_max=Decimal(pay), pay_period="month", pay_currency=factories.make_currency(currency)
    )


def figures(currency: str = "USD"):
    return advertised_pay(Listing.objects.live(), newest_rates(), currency)


def test_advertised_pay_is_silent_under_five():
    for pay in (1000, 2000, 3000, 4000):
        make(pay)
    assert figures() == {}


def test_advertised_pay_gives_median_and_middle_half():
    pays = [1000, 2000, 3000, 4000, 9000]
    rows = [make(pay) for pay in pays]
    figure = figures()[rows[0].category_id]
    quartiles = statistics.quantiles(pays, n=4, method="inclusive")
    assert [figure.low, figure.median, figure.high] == [Decimal(str(value)) for value in quartiles]
    assert (figure.count, figure.currency, figure.rests_on_samples) == (5, "USD", False)


def test_advertised_pay_names_the_day_of_its_rate(client):
    category = {make(pay).category for pay in (1000, 2000, 3000, 4000, 9000)}.pop()
    today = format_date(clock.today("UTC"), "en")
    with override("en"):
        addresses = [category.get_absolute_url(), reverse("category_list"), reverse("home"), reverse("insight")]
    for address in addresses:
        assert client.get(address).content.decode().count("Exchange rates of the European Central Bank") == 1, address
        assert today in client.get(address).content.decode(), address


def test_advertised_pay_of_an_even_number_lies_between_two():
    pays = [1000, 2000, 3000, 4000, 5000, 9000, 9000, 9001]
    category = {make(pay).category_id for pay in pays}.pop()
    figure = figures()[category]
    assert [figure.low, figure.median, figure.high] == [Decimal(2500), Decimal(4500), Decimal(9000)]
    assert type(figure.median) is Decimal


def test_advertised_pay_converts_into_one_currency():
    rows = [make(1000), make(1000), make(16_000_000, "IDR"), make(16_000_000, "IDR"), make(800, "EUR")]
    assert figures("IDR")[rows[0].category_id].median == Decimal("16000000.0")


def test_advertised_pay_takes_the_middle_of_a_range_or_its_one_end():
    for number in range(5):
        factories.make_listing(pay_min=Decimal(1000), pay_max=Decimal(3000) if number else None, pay_period="month")
    assert next(iter(figures().values())).median == Decimal(2000)


def test_advertised_pay_says_when_a_sample_is_in_it():
    rows = [make(1000) for _number in range(5)]
    Listing.objects.filter(pk=rows[0].pk).update(is_sample=True)
    assert figures()[rows[0].category_id].rests_on_samples
    assert advertised_pay(Listing.objects.live().without_samples(), newest_rates(), "USD") == {}


def test_advertised_pay_leaves_out_what_has_no_rate():
    for _number in range(5):
        make(1000, "XYZ")
    assert (figures(), figures("XYZ")) == ({}, {})


def test_advertised_pay_of_a_large_board_rests_on_a_part_of_it(monkeypatch):
    rows = [make(1000 + number) for number in range(12)]
    Listing.objects.filter(pk__in=[row.pk for row in rows[:6]]).update(sample=0)
    Listing.objects.filter(pk__in=[row.pk for row in rows[6:]]).update(sample=1023)
    monkeypatch.setattr(tally, "LARGE", -1)
    monkeypatch.setattr(tally, "BUDGET", 0)
    assert figures()[rows[0].category_id].count == 6
