"""Every address of an office: a stranger finds nothing, who only looks may not act, who is not signed in signs in."""

import pytest
from django.urls import reverse

from careers.employers.models.people import Invitation
from tests import factories

READ = ("office_home", "office_member_list", "office_verification", "office_listing_list", "office_record")
READ_LISTING = ("office_listing_detail", "office_listing_preview", "office_application_list")
OWN = ("office_employer_edit", "office_employer_close", "office_member_invite", "office_record_dispute")
DEEDS = ("take-back", "unschedule", "pause", "resume", "extend", "fill", "close", "copy", "delete")
STEPS = ("work", "eligibility", "pay", "applying")


@pytest.fixture
def addresses(kebun, bima, rani):
    """Name → (address, who may read it, who may send it); of the whole office."""
    listing = factories.make_listing(employer=kebun)
    application = factories.make_application(listing=listing)
    invitation = Invitation.send(kebun, email="siti@lintas.example", role="reviewer", language="id", by=rani)
    of_office, of_listing, of_application = (
        [kebun.slug],
        [kebun.slug, listing.public_id],
        [kebun.slug, application.public_id],
    )
    member = kebun.memberships.get(user=rani).pk
    found = {name: (reverse(name, args=of_office), "all", "") for name in READ[:2] + READ[3:]}
    found["office_verification"] = (reverse("office_verification", args=of_office), "all", "owner")
    found |= {name: (reverse(name, args=of_listing), "all", "") for name in READ_LISTING}
    found |= {name: (reverse(name, args=of_office), "owner", "owner") for name in OWN}
    found["office_listing_create"] = (reverse("office_listing_create", args=of_office), "manager", "manager")
    found |= {deed: (reverse("office_listing_act", args=[*of_listing, deed]), "manager", "manager") for deed in DEEDS}
    found |= {step: (reverse("office_listing_edit", args=[*of_listing, step]), "manager", "manager") for step in STEPS}
    for name in ("office_listing_submit", "office_revision_withdraw"):
        found[name] = (reverse(name, args=of_listing), "", "manager")
    found["office_application_detail"] = (reverse("office_application_detail", args=of_application), "all", "")
    found["office_application_refuse"] = (
        reverse("office_application_refuse", args=of_application),
        "manager",
        "manager",
    )
    for name in ("office_application_move", "office_application_reopen", "office_application_hire"):
        found[name] = (reverse(name, args=of_application), "", "manager")
    found["office_member_change"] = (reverse("office_member_change", args=[kebun.slug, member]), "", "owner")
    found["office_invitation_withdraw"] = (
        reverse("office_invitation_withdraw", args=[kebun.slug, invitation.pk]),
        "",
        "owner",
    )
    return found


def test_office_hides_from_strangers(client, tono, addresses):
    client.force_login(tono)
    answers = {(client.get(url).status_code, client.post(url).status_code) for url, _read, _send in addresses.values()}
    assert answers == {(404, 404)}


def test_rows_of_another_employer_are_not_found_through_my_own_office(client, tono, kebun, addresses):
    client.force_login(tono)
    mine = tono.memberships.get().employer.slug
    theirs = [url for url, _read, _send in addresses.values() if any(sign.isdigit() for sign in url)]
    assert len(theirs) > 20
    for url in theirs:
        through_mine = url.replace(f"/office/{kebun.slug}/", f"/office/{mine}/")
        assert through_mine != url
        assert client.get(through_mine).status_code in (404, 405), url
        assert client.post(through_mine).status_code == 404, url


def test_office_asks_the_signed_out_to_sign_in(client, addresses):
    for url, _read, _send in addresses.values():
        assert client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_office_lets_a_reviewer_look_and_not_act(client, bima, addresses):
    client.force_login(bima)
    for name, (url, read, send) in addresses.items():
        if read:
            assert client.get(url).status_code == (200 if read == "all" else 403), name
        if send:
            assert client.post(url).status_code == 403, name


def test_office_shows_a_reviewer_no_buttons(client, bima, addresses):
    client.force_login(bima)
    for name, (url, read, _send) in addresses.items():
        if read == "all":
            page = client.get(url).content.decode()
            forms = page.count('method="post"') - page.count(reverse("account_logout"))
            assert forms == 0, name


def test_office_gives_an_owner_every_page_and_no_cache_keeps_it(client, rani, addresses):
    client.force_login(rani)
    for name, (url, read, _send) in addresses.items():
        answer = client.get(url)
        assert "no-store" in answer["Cache-Control"], name
        assert not read or answer.status_code in (200, 409), name


@pytest.mark.parametrize("path", ["office/kebun-kata/listings/nothing/", "office/kebun-kata/members/0/remove/",
                                  "office/kebun-kata/members/99999999999999999999/remove/", "office/%FF/", "office/a%00b/",
                                  "office/kebun-kata/listings/?cursor=x", "office/kebun-kata/listings/?state=gone",
                                  "invitations/short/", "invitations/" + "x" * 101 + "/"])  # fmt: skip
def test_odd_addresses_get_a_page(client, rani, kebun, path):
    client.force_login(rani)
    assert client.get(f"/en/{path}").status_code in (400, 404)
