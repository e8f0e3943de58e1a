"""What programs are told of the board."""

import xml.etree.ElementTree as ElementTree

import pytest

from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db
NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client) -> list[str]:
    """Every address of the sitemap, without its host."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [entry.findtext(f"{NAME}loc").removeprefix("http://testserver") for entry in root]


def test_sitemap_names_what_may_be_indexed_in_both_languages(client):
    listing = factories.make_listing()
    found = addresses(client)
    for path in (
        f"listings/{listing.slug}/",
        f"employers/{listing.employer.slug}/",
        "categories/ai-model-trainer/",
        "listings/",
    ):
        assert {f"/id/{path}", f"/en/{path}"} <= set(found)


def test_sitemap_leaves_out_samples_and_what_is_not_live(client):
    sample, ended, draft = factories.make_listing(), factories.make_listing(), factories.make_draft()
    Listing.objects.filter(pk=sample.pk).update(is_sample=True)
    Employer.objects.filter(pk=sample.employer_id).update(is_sample=True)
    ended.close(by=ended.employer.memberships.get().user)
    found = " ".join(addresses(client))
    assert [row.slug for row in (sample, ended, draft) if f"/{row.slug}/" in found] == []
    assert f"/{sample.employer.slug}/" not in found


def test_robots_txt_points_to_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert ("Sitemap: http://testserver/sitemap.xml" in lines, "Disallow: /admin/" in lines) == (True, True)
