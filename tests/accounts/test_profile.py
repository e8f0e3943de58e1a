"""The profile: all of it in one form, nothing lost on an error."""

import pytest

from careers.accounts.models import SeekerProfile
from tests import factories

PAGE = "/en/me/profile/"
LEAST = {"name": "Dewi", "language": "en", "visibility": "applied"}


@pytest.fixture
def seeker(client, dewi):
    """A client that is Dewi."""
    client.force_login(dewi)
    return client


def test_reading_the_form_makes_no_row(seeker):
    assert seeker.get(PAGE).status_code == 200
    assert SeekerProfile.objects.count() == 0


def test_every_field_stands_in_a_group(seeker):
    form = seeker.get(PAGE).context["form"]
    shown = [field.name for _heading, rows in form.fieldsets() for row in rows for field in row]
    assert sorted(shown) == sorted(form.fields)


def test_whole_profile_is_kept(seeker, dewi):
    skills = [factories.make_skill(), factories.make_skill("editing", name_en="Editing", name_id="Menyunting")]
    background, country, currency = (
        factories.make_background(),
        factories.make_country(),
        factories.make_currency("IDR"),
    )
    given = LEAST | {
        "language": "id", "zone": "Asia/Makassar", "country": country.pk, "headline": "Journalist", "about": "Facts.",
        "background": background.pk, "skills": [skill.pk for skill in skills], "work_languages": ["id", "en"],
        "hours_min": "10", "hours_max": "20", "pay_floor": "75000", "pay_floor_currency": currency.pk, "pay_floor_per": "hour",
        "visibility": "verified",
    }  # fmt: skip
    response = seeker.post(PAGE, given)
    assert response["Location"] == "/en/me/"
    assert response.cookies["django_language"].value == "id"
    dewi.refresh_from_db()
    profile = dewi.profile
    assert (dewi.name, dewi.language, dewi.zone, profile.zone) == ("Dewi", "id", "Asia/Makassar", "Asia/Makassar")
    assert (profile.background, profile.country, profile.work_languages) == (background, country, ["id", "en"])
    assert set(profile.skills.all()) == set(skills)
    assert (profile.hours_min, profile.hours_max, profile.pay_floor, profile.visibility) == (10, 20, 75000, "verified")
    assert profile.missing_parts() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "see https://spam.example/x"}, "name"),
        ({"language": "xx"}, "language"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"hours_min": "20", "hours_max": "10"}, "hours_max"),
        ({"hours_min": "-1"}, "hours_min"),
        ({"hours_max": "200"}, "hours_max"),
        ({"pay_floor": "50"}, "pay_floor_currency"),
        ({"pay_floor": "0"}, "pay_floor"),
        ({"pay_floor": "NaN"}, "pay_floor"),
        ({"pay_floor": "9" * 30}, "pay_floor"),
        ({"work_languages": ["tlh"]}, "work_languages"),
        ({"skills": ["x"]}, "skills"),
        ({"country": "ZZ"}, "country"),
    ],
)
def test_wrong_value_is_said_beside_its_field_and_nothing_is_lost(seeker, dewi, wrong, field):
    response = seeker.post(PAGE, LEAST | {"headline": "Journalist of facts"} | wrong)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Journalist of facts" in response.content.decode()
    assert SeekerProfile.objects.count() == 0


def test_profile_of_others_is_out_of_reach(client):
    assert client.get(PAGE)["Location"] == f"/en/accounts/login/?next={PAGE}"
