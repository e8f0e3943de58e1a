"""Every page in both languages, with everything that went through a catalogue in marks: what is bare is untranslated."""

from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.i18n.leaks import leaks_in
from tests.i18n.pseudo import pseudo_catalogues
from tests.walk import ROLES, World, admin_addresses, make_world, our_addresses, texts_of_rows


@pytest.fixture
def world(dewi, rani, kebun, ayu) -> World:
    return make_world(seeker=dewi, owner=rani, employer=kebun, curator=ayu)


def walk(client: Client, paths: Iterable[str], language: str, *, names: Iterable[str] = ()) -> tuple[int, list[str]]:
    """How many of `paths` show a page, and what leaks on them, a line each."""
    shown, leaks = 0, []
    with pseudo_catalogues():
        for path in paths:
            response = client.get(path, headers={"accept-language": language})
            if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                shown += 1
                leaks += [f"{path}: {leak}" for leak in leaks_in(response.text, names=names)]
    return shown, leaks


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_pages_leave_nothing_untranslated(world, role, language):
    with override(language):
        paths = [reverse(name, kwargs=world.arguments(name, parameters)) for name, parameters in our_addresses()]
    shown, leaks = walk(world.client(role), paths, language)
    assert not leaks, "\n".join(leaks)
    assert shown > 10


@pytest.mark.parametrize("language", ["id", "en"])
def test_admin_leaves_nothing_untranslated(world, ayu, language):
    ayu.language = language
    ayu.save()
    # Django's own templates mark no text of rows, so here it is known by what stands in the tables.
    shown, leaks = walk(world.client("curator"), list(admin_addresses()), language, names=texts_of_rows())
    assert not leaks, "\n".join(leaks)
    assert shown > 10
