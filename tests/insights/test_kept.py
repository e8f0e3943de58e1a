"""Figures of a large board: taken by the worker, shown by pages that count nothing, and said to be about."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.insights.figures import board_pay, crossings, live_counts
from careers.insights.kept import TAKEN_EVERY
from careers.insights.tasks import take
from careers.listings.models import tally
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = ("/en/", "/en/categories/", "/en/categories/ai-model-trainer/", "/en/insight/")


@pytest.fixture(autouse=True)
def _board():
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    cache.clear()
    fill(6)


@pytest.fixture
def large(monkeypatch):
    """No board is too small to be a large one."""
    monkeypatch.setattr(tally, "CAP", -1)


def fill(number: int) -> None:
    """So many live listings, of each kind that is counted."""
    background = factories.make_background("teaching", name_en="Teaching", name_id="Pengajaran")
    employer = factories.make_employer(level=1)
    for place in range(number):
        pay = Decimal(1000 + 100 * place)
        factories.make_listing(
            employer=employer,
            backgrounds=[background],
            pay_min=pay,
            pay_max=pay,
            pay_period="month",
            pay_currency=factories.make_currency("USD"),
        )


def figures() -> tuple:
    """All that is kept, of the one profession that there is."""
    (category,) = live_counts()
    pay = board_pay("USD")[category]
    return live_counts()[category], crossings()[0][2], (pay.low, pay.median, pay.high, pay.count)


def test_figures_of_a_small_board_are_of_this_moment():
    before = figures()
    fill(3)
    assert before == ((6, 0), 6, (Decimal(1100), Decimal(1250), Decimal(1400), 6))
    assert figures()[:2] == ((9, 0), 9)


def test_figures_of_a_large_board_are_those_that_were_taken(large):
    before = figures()
    fill(3)
    Listing.objects.update(is_sample=True)
    assert figures() == before
    take.func()
    assert figures()[:2] == ((9, 9), 9)


def test_figures_of_a_board_that_has_become_small_are_of_this_moment(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(tally, "CAP", -1)
        figures()
    fill(3)
    take.func()
    assert figures()[:2] == ((9, 0), 9)


def test_figures_are_taken_by_the_plan_of_the_worker():
    (plan,) = {one.cron for one in take.blueprint.periodic_registry.periodic_tasks.values() if one.task is take} or {""}
    assert plan == f"*/{TAKEN_EVERY // timedelta(minutes=1)} * * * *"


@pytest.mark.parametrize("currency", ["USD", "IDR", "EUR"])
def test_pay_that_was_taken_is_told_in_every_currency(monkeypatch, currency):
    now = board_pay(currency)
    monkeypatch.setattr(tally, "CAP", -1)
    take.func()
    assert board_pay(currency) == now != {}


def test_pages_of_a_large_board_count_no_listing(client, large):
    take.func()
    for page in PAGES:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        counting = [query["sql"] for query in captured if re.search(r"(?i)count\(|percentile", query["sql"])]
        assert counting == [], page


def test_pages_of_a_large_board_say_about(client, large):
    fill(151)
    take.func()
    for page in ("/en/", "/en/categories/", "/en/categories/ai-model-trainer/"):
        words = client.get(page).content.decode()
        # The middle half names the number that it rests on.
        assert "≈ 160 listings" in words and "157 listings" not in words.replace("half of 157 listings", ""), page
    assert "≈ 160 lowongan" in client.get("/id/").content.decode()
    assert '<td class="number">≈ 160</td>' in client.get("/en/").content.decode()
