"""The calculator on the page of hourly and per-task work."""

import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from tests import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def make(terms=None, **fields):
    """USD 20 an hour, 10 hours a week at least: 120 hours in twelve weeks, of which the terms say what is not paid."""
    fields = {"pay_min": Decimal(20), "pay_max": Decimal(30), "hours_min": 10, "hours_max": 20} | fields
    listing = factories.make_listing(**fields)
    factories.make_terms(listing, **terms or {})
    return listing


def url_of(listing) -> str:
    with override("en"):
        return listing.get_absolute_url()


def rows(page) -> list[tuple[str, str]]:
    found = page.context["effective"]["result"]["rows"]
    return [(before.replace("\xa0", " "), after.replace("\xa0", " ")) for _label, before, after in found]


def test_calculator_begins_with_the_stated_terms(client):
    listing = make({"onboarding_hours": 4, "onboarding_paid": False, "test_hours": 2, "test_paid": False})
    page = client.get(url_of(listing))
    html = page.content.decode()
    assert rows(page) == [("USD 20–30", "USD 19–28.50"), ("USD 866.67–1,300", "USD 823.33–1,235")]
    assert "95 per cent of your hours are paid: 114 of 120." in html
    assert '<rect width="95.0000" height="10" data-taken' in html
    for words in (
        "Unpaid hours of onboarding: 4.",
        "Unpaid hours of tests: 2.",
        "Your hours a week: the fewest that the employer states.",
        "The hours are not guaranteed: a month may bring less.",
        "Hours given: 10 a week × 12 weeks = 120.",
        "Hours paid: 120 − 6 unpaid, never below 0 = 114.",
        "Paid share: 114 ÷ 120 = 95 per cent.",
        "a month is that × 10 hours a week × 52 weeks ÷ 12 months.",
    ):
        assert words in html, words


def test_calculator_of_a_task_rests_on_its_minutes(client):
    listing = make({"task_cap_minutes": 15}, pay_period="task", task_minutes=10)
    assert rows(client.get(url_of(listing)))[0] == ("USD 120–180", "USD 120–180")
    slower = client.get(f"{url_of(listing)}?effective_minutes=20")
    assert rows(slower)[0] == ("USD 120–180", "USD 60–90")
    assert "× 10 paid minutes ÷ 20 minutes a task" in slower.content.decode()


def test_calculator_of_hourly_work_knows_the_time_cap(client):
    url = url_of(make({"task_cap_minutes": 30}))
    assert rows(client.get(url))[0] == ("USD 20–30", "USD 20–30")
    assert rows(client.get(f"{url}?effective_minutes=40"))[0] == ("USD 20–30", "USD 15–22.50")
    without = url_of(make({"task_cap_minutes": None}))
    assert "effective_minutes" not in client.get(without).content.decode()


def test_calculator_takes_what_one_would_put_in(client):
    url = url_of(make())
    page = client.get(f"{url}?effective_hours=7,5&effective_weeks=4&effective_unpaid=15")
    assert rows(page) == [("USD 20–30", "USD 10–15"), ("USD 650–975", "USD 325–487.50")]


def test_calculator_does_not_take_what_is_not_stated_for_paid(client):
    listing = make({"test_hours": None, "test_paid": None})
    url = url_of(listing)
    page = client.get(url)
    assert page.context["effective"]["result"] is None
    html = page.content.decode()
    assert "Whether tests are paid is not stated." in html and "the employer has not stated all unpaid hours" in html
    assert rows(client.get(f"{url}?effective_unpaid=12"))[0] == ("USD 20–30", "USD 18–27")
    listing.terms.delete()
    assert client.get(url).context["effective"]["result"] is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("effective_hours=many", "effective_hours"),
        ("effective_hours=0", "effective_hours"),
        ("effective_hours=169", "effective_hours"),
        ("effective_hours=NaN", "effective_hours"),
        ("effective_weeks=1.5", "effective_weeks"),
        ("effective_weeks=0", "effective_weeks"),
        ("effective_unpaid=-1", "effective_unpaid"),
        ("effective_unpaid=1e9", "effective_unpaid"),
        ("effective_minutes=0", "effective_minutes"),
        ("effective_weeks=2&effective_weeks=3", "effective_weeks"),
        ("effective_luck=1", "__all__"),
    ],
)
def test_calculator_says_beside_the_field_what_is_wrong(client, words, field):
    listing = make()
    for headers in ({}, HTMX):
        page = client.get(f"{url_of(listing)}?{words}", headers=headers)
        html = page.content.decode()
        assert (page.status_code, list(page.context["effective"]["form"].errors)) == (400, [field])
        assert page.context["effective"]["result"] is None and "ETag" not in page
        assert ("<h1" in html) is not bool(headers)
        assert field == "__all__" or f'id="{field}_error"' in html


def test_empty_words_of_the_calculator_stand_as_stated(client):
    url = url_of(make({"onboarding_hours": 6, "onboarding_paid": False}))
    page = client.get(f"{url}?effective_hours=&effective_weeks=+&effective_unpaid=&effective_minutes=")
    assert (page.status_code, rows(page)[0]) == (200, ("USD 20–30", "USD 19–28.50"))


@pytest.mark.parametrize(
    "fields",
    [{"pay_period": "month"}, {"pay_period": "", "pay_min": None, "pay_max": None}, {"pay_period": "task", "task_minutes": None}],
)  # fmt: skip
def test_calculator_stands_only_where_an_hour_is_sold(client, fields):
    page = client.get(f"{url_of(factories.make_listing(**fields))}?effective_hours=x")
    assert (page.status_code, page.context["effective"]) == (200, None)


def test_calculator_counts_in_the_viewers_currency(client):
    factories.make_rate("USD", "1.25")
    factories.make_rate("IDR", "20000")
    factories.make_country("ID", currency=factories.make_currency("IDR"))
    listing = make({"onboarding_hours": 60, "onboarding_paid": False})
    page = client.get(f"{url_of(listing)}?country=ID")
    assert rows(page)[0] == ("Rp 320,000–480,000", "Rp 160,000–240,000")
    assert '<input type="hidden" name="country" value="ID">' in page.content.decode()


def test_page_is_another_one_for_other_words_of_the_calculator(client):
    url = url_of(make())
    plain, other = client.get(url), client.get(f"{url}?effective_hours=7")
    assert plain["ETag"] != other["ETag"]
    assert client.get(f"{url}?effective_hours=7", headers={"If-None-Match": other["ETag"]}).status_code == 304
    assert client.get(f"{url}?effective_hours=8", headers={"If-None-Match": other["ETag"]}).status_code == 200
    canonical = re.search('<link rel="canonical" href="([^"]*)"', other.content.decode())[1]
    assert canonical.endswith(url)


def test_htmx_gets_the_calculator_alone(client):
    page = client.get(f"{url_of(make())}?effective_unpaid=3", headers=HTMX)
    html = page.content.decode()
    assert html.lstrip().startswith("<section") and "<h1" not in html and 'id="effective"' in html
    assert "HX-Request" in page["Vary"]


def test_calculator_speaks_indonesian(client):
    url = url_of(make({"onboarding_hours": Decimal("1.5"), "onboarding_paid": False})).replace("/en/", "/id/")
    html = client.get(url).content.decode()
    assert "98,8 persen jam Anda dibayar: 118,5 dari 120." in html
    assert 'value="1,5"' in html
    assert "USD\xa019,75–29,63" in html
