"""The living page of components: whoever builds a page finds every component there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from careers.core.stylesheets import STYLESHEETS
from tests.core.test_stylesheets import read

COMPONENTS = Path(settings.ROOT) / "templates" / "components"


@pytest.fixture
def shown(client, settings):
    settings.IS_DEVELOPMENT = True
    return client.get("/dev/components/")


def test_showcase_draws_every_component(shown):
    drawn = {template.name for template in shown.templates}
    assert {path.name for path in COMPONENTS.glob("*.html") if f"components/{path.name}" not in drawn} == set()


def test_showcase_wears_what_each_style_sheet_is_for(shown):
    worn = set(shown.text.replace('"', " ").split())
    first = {name: re.search(r"^  \.([a-z][\w-]*)", read("css", name), re.MULTILINE) for name in STYLESHEETS}
    assert {name for name, found in first.items() if found and found[1] not in worn} == set()


def test_showcase_is_for_development_only(client, settings):
    settings.IS_DEVELOPMENT = False
    assert client.get("/dev/components/").status_code == 404
