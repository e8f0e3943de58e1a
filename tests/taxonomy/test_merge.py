"""Merging professions: listings, guides and old addresses follow."""

import pytest
from django.urls import reverse

from careers.core.states import IllegalStep
from careers.guides.models import Bridge, Course
from careers.taxonomy.models import CategoryAlias, JobCategory
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """The profession that goes, and the one that stays."""
    return factories.make_category("old-one", name_en="Old"), factories.make_category("new-one", name_en="New")


def test_merge_moves_listings_and_keeps_the_address(pair):
    old, new = pair
    listing = factories.make_listing(category=old)
    old.merge_into(new)
    listing.refresh_from_db()
    assert listing.category == new
    assert CategoryAlias.objects.get(slug="old-one").category == new
    assert list(JobCategory.objects.active()) == [new]


def test_merge_lets_earlier_aliases_follow(pair):
    old, new = pair
    oldest = factories.make_category("oldest", name_en="Oldest")
    oldest.merge_into(old)
    old.merge_into(new)
    assert set(CategoryAlias.objects.values_list("slug", "category__slug")) == {
        ("oldest", "new-one"),
        ("old-one", "new-one"),
    }


def test_merge_joins_links_once(pair):
    old, new = pair
    course = Course.objects.create(slug="c", name="C", provider="P", url="https://c.example", kind="course")
    course.categories.set(pair)
    other = Course.objects.create(slug="d", name="D", provider="P", url="https://d.example", kind="course")
    other.categories.set([old])
    old.merge_into(new)
    assert list(course.categories.all()) == [new]
    assert list(other.categories.all()) == [new]


def test_merge_keeps_the_targets_own_guide_and_bridge(pair):
    old, new = pair
    factories.make_guide(old)
    ours = factories.make_guide(new)
    texts = dict.fromkeys(("carries_en", "carries_id", "missing_en", "missing_id"), "x")
    journalism, law = factories.make_background(), factories.make_background("law", name_en="Law")
    kept = Bridge.objects.create(background=journalism, category=new, **texts)
    Bridge.objects.create(background=journalism, category=old, **texts)
    moved = Bridge.objects.create(background=law, category=old, **texts)
    old.merge_into(new)
    assert new.guide == ours
    assert set(new.bridges.all()) == {kept, moved}


def test_merge_refuses_itself_and_the_merged(pair):
    old, new = pair
    with pytest.raises(IllegalStep):
        new.merge_into(new)
    old.merge_into(new)
    with pytest.raises(IllegalStep):
        new.merge_into(old)


def test_curator_merges_at_the_desk(client, pair, ayu):
    old, new = pair
    factories.make_listing(category=old)
    client.force_login(ayu)
    url = reverse("admin:category_merge", args=[old.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"target": new.pk}).status_code == 302
    old.refresh_from_db()
    assert old.merged_into == new
