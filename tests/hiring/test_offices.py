"""My employers, founding one, its first page, and leaving the board."""

import pytest
from django.urls import reverse

from careers.core.states import IllegalStep
from careers.employers.models.employer import Employer
from careers.hiring import limits
from careers.hiring.closing import close_employer
from careers.listings.models.listing import Listing
from tests import factories


def form_of(**fields):
    factories.make_country()
    return {
        "name": "Ladang Data", "website": "https://ladangdata.example", "country": "ID", "zone": "Asia/Jakarta",
        "language": "id", "track": "", "about": "We tend **data**.",
    } | fields  # fmt: skip


def test_employer_create_founds_it_with_me_as_owner(client, dewi):
    client.force_login(dewi)
    answer = client.post(reverse("employer_create"), form_of())
    employer = Employer.objects.get(slug="ladang-data")
    assert answer.url == reverse("office_home", args=["ladang-data"])
    assert employer.role_of(dewi) == "owner"
    assert employer.about_html == "<p>We tend <strong>data</strong>.</p>"
    assert employer.state == "active"


def test_employer_create_sends_a_lookalike_to_review_and_says_so(client, dewi, kebun):
    client.force_login(dewi)
    answer = client.post(reverse("employer_create"), form_of(name="Kebun  Kata."), follow=True)
    employer = Employer.objects.get(name="Kebun Kata.")
    assert employer.state == "review"
    assert "near to another" in answer.content.decode()
    assert client.get(employer.get_absolute_url()).status_code == 404


def test_employer_create_refuses_what_makes_no_sense(client, dewi):
    client.force_login(dewi)
    fields = form_of(
        name="x https://y.example", website="ftp://a:b@c.example", country="XX", zone="Mars/Base", track="no"
    )
    answer = client.post(reverse("employer_create"), fields)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"name", "website", "country", "zone", "track"}
    assert not Employer.objects.exists()


def test_employer_create_never_takes_the_address_of_the_form(client, dewi):
    client.force_login(dewi)
    client.post(reverse("employer_create"), form_of(name="New"))
    assert Employer.objects.get().slug == "new-2"


def test_employer_create_is_limited(client, dewi):
    client.force_login(dewi)
    limit, _per = limits.EMPLOYERS_A_DAY
    names = ["Alfa Satu", "Bravo Dua", "Charlie Tiga", "Delta Empat", "Echo Lima", "Foxtrot Enam"]
    answers = [client.post(reverse("employer_create"), form_of(name=name)).status_code for name in names]
    assert answers == [302] * limit + [429]
    assert Employer.objects.count() == limit


def test_employer_create_asks_strangers_to_sign_in(client):
    assert client.get(reverse("employer_create")).url.startswith(reverse("account_login"))


def test_office_list_shows_mine_only(client, rani, kebun, tono):
    client.force_login(rani)
    page = client.get(reverse("office_list")).content.decode()
    assert "Kebun Kata" in page
    assert "Toko Lain" not in page


def test_office_list_is_useful_when_empty(client, dewi):
    client.force_login(dewi)
    assert reverse("employer_create") in client.get(reverse("office_list")).content.decode()


def test_office_list_runs_a_constant_number_of_queries(client, rani, kebun, django_assert_num_queries):
    client.force_login(rani)
    client.get(reverse("office_list"))
    for _count in range(2):
        with django_assert_num_queries(8):
            client.get(reverse("office_list"))
        employer = factories.make_employer(owner=rani)
        factories.make_application(listing=factories.make_listing(employer=employer))


def test_office_home_shows_counts_and_what_is_due(client, bima, kebun):
    listing = factories.make_listing(employer=kebun)
    factories.make_draft(employer=kebun)
    factories.make_application(listing=listing, name="Sekar")
    client.force_login(bima)
    answer = client.get(reverse("office_home", args=[kebun.slug]))
    assert [(str(label), count) for label, count, _state in answer.context["states"]] == [("Draft", 1), ("Live", 1)]
    assert "Sekar" in answer.content.decode()
    assert reverse("office_listing_create", args=[kebun.slug]) not in answer.content.decode()


def test_office_home_runs_a_constant_number_of_queries(client, rani, kebun, django_assert_num_queries):
    listing = factories.make_listing(employer=kebun)
    client.force_login(rani)
    factories.make_application(listing=listing)
    client.get(reverse("office_home", args=[kebun.slug]))
    for _count in range(2):
        with django_assert_num_queries(11):
            client.get(reverse("office_home", args=[kebun.slug]))
        factories.make_application(listing=listing)
        factories.make_application(listing=factories.make_listing(employer=kebun))


def test_office_of_a_renamed_employer_leads_on(client, rani, kebun):
    kebun.edit(by=rani, name="Taman Kata", website=kebun.website)
    client.force_login(rani)
    answer = client.get(f"{reverse('office_listing_list', args=['kebun-kata'])}?state=draft")
    assert answer.url == f"{reverse('office_listing_list', args=['taman-kata'])}?state=draft"


def test_employer_edit_keeps_and_renames(client, rani, kebun):
    client.force_login(rani)
    fields = form_of(name="Taman Kata", website=kebun.website, language="en", about="Words.")
    answer = client.post(reverse("office_employer_edit", args=[kebun.slug]), fields)
    kebun.refresh_from_db()
    assert answer.url == reverse("office_home", args=["taman-kata"])
    assert (kebun.name, kebun.about_html, kebun.zone) == ("Taman Kata", "<p>Words.</p>", "Asia/Jakarta")
    assert [change.kind for change in kebun.changes.all()][-2:] == ["edited", "renamed"]


def test_close_employer_ends_its_listings_with_it(rani, kebun, ayu):
    live, scheduled = factories.make_listing(employer=kebun), factories.make_listing(employer=kebun)
    scheduled.unschedule(by=rani) if scheduled.state == "scheduled" else None
    waiting = factories.make_draft(employer=kebun)
    draft = factories.make_draft(employer=kebun)
    Listing.objects.filter(pk=waiting.pk).update(state="submitted")
    close_employer(kebun, by=rani, reason="We stop.")
    states = dict(Listing.objects.values_list("pk", "state"))
    assert (states[live.pk], states[waiting.pk], states[draft.pk]) == ("closed", "draft", "draft")
    assert Employer.objects.get(pk=kebun.pk).state == "closed"


def test_close_employer_is_all_or_nothing(rani, kebun, ayu):
    live = factories.make_listing(employer=kebun)
    kebun.suspend(by=ayu, reason="Pretends.")
    with pytest.raises(IllegalStep):
        close_employer(kebun, by=rani)
    assert Listing.objects.get(pk=live.pk).state == "live"


def test_employer_close_page_tells_first_and_then_closes(client, rani, kebun):
    factories.make_listing(employer=kebun)
    client.force_login(rani)
    url = reverse("office_employer_close", args=[kebun.slug])
    assert "1 running listing is closed." in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 200
    assert client.post(url, {"sure": "on"}).url == reverse("office_list")
    assert client.get(reverse("office_home", args=[kebun.slug])).status_code == 404
