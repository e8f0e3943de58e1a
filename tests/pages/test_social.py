"""Pictures for links to professions and to every other page; the web manifest and the icons."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import override

from careers.pages.views.social import social_of_category, social_of_site
from careers.taxonomy.models import JobCategory
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(tmp_path, settings):
    settings.STATE_DIR = tmp_path
    with override("en"):
        yield


def test_every_other_page_names_the_picture_of_the_board(client):
    for name in ("home", "listing_list", "help", "about"):
        page = client.get(reverse(name)).text
        assert page.count(f'<meta property="og:image" content="{social_of_site().url}">') == 1
        assert page.count('property="og:') == 11


@pytest.mark.parametrize("language", ["id", "en"])
def test_site_card_is_a_picture(client, language):
    with override(language):
        path = social_of_site().url.removeprefix("http://testserver")
    response = client.get(path)
    assert (response.status_code, response["Content-Type"], response.cookies) == (200, "image/png", {})


def test_category_detail_names_its_picture(client):
    category = factories.make_category(summary_en="You teach a model.")
    image = social_of_category(category)
    page = client.get(category.get_absolute_url()).text
    assert page.count(f'<meta property="og:image" content="{image.url}">') == 1
    assert image.alt == "AI Model Trainer. You teach a model."
    response = client.get(image.url.removeprefix("http://testserver"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")


def test_category_card_changes_with_its_words():
    category = factories.make_category(summary_en="You teach a model.")
    before = social_of_category(category).url
    category.summary_en = "You teach two models."
    assert social_of_category(category).url != before


def test_category_card_of_a_merged_one_leads_to_the_other(client):
    old, new = factories.make_category("old"), factories.make_category("new", name_en="New", name_id="Baru")
    JobCategory.objects.filter(pk=old.pk).update(merged_into=new, state=JobCategory.State.MERGED)
    response = client.get(reverse("category_card", args=["old", "0"]))
    assert response.status_code == 302
    assert response["Location"] == social_of_category(new).url.removeprefix("http://testserver")


def test_category_card_of_nothing_is_404(client):
    assert client.get(reverse("category_card", args=["nowhere", "0"])).status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_manifest_speaks_the_language_of_the_page(client, language):
    with override(language):
        path, home = reverse("site_manifest"), reverse("home")
    assert f'<link rel="manifest" href="{path}">' in client.get(home).text
    response = client.get(path)
    manifest = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["lang"], manifest["start_url"], manifest["short_name"]) == (language, home, "Lintas")
    assert manifest["background_color"] == manifest["theme_color"]
    assert "Lintas:" in manifest["name"]


def test_manifest_names_icons_of_the_sizes_it_says(client):
    icons = json.loads(client.get(reverse("site_manifest")).content)["icons"]
    sizes = {}
    for icon in icons:
        data = Path(finders.find(icon["src"].removeprefix("/static/"))).read_bytes()
        if icon["type"] == "image/png":
            sizes[icon["src"], icon.get("purpose")] = (
                icon["sizes"],
                f"{int.from_bytes(data[16:20])}x{int.from_bytes(data[20:24])}",
            )
    assert all(said == true for said, true in sizes.values())
    assert {(said, purpose) for (_src, purpose), (said, _true) in sizes.items()} == {
        ("192x192", None), ("512x512", None), ("512x512", "maskable"),
    }  # fmt: skip


def test_favicon_is_found_where_programs_look_for_it(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert finders.find(response["Location"].removeprefix("/static/"))
