"""Every page in both languages, with everything that went through a catalogue in marks: what is bare is untranslated."""

from collections.abc import Iterable

import pytest
from babel import Locale
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from careers.accounts.models import User
from careers.taxonomy.models import Background, Country, JobCategory, Region, Skill
from tests.i18n.leaks import leaks_in
from tests.i18n.pseudo import pseudo_catalogues
from tests.walk import ROLES, World, admin_addresses, our_addresses, texts_of_rows

pytestmark = pytest.mark.django_db


# Whose rooms these are. Anybody else meets one refusal for all examples of an address, in the same words.
ROOMS = {"office": "owner", "application": "seeker"}
REFUSED = {302, 403, 404, 405}


def paths_of(world: World, language: str, role: str) -> list[str]:
    """Every page of the board in a language, and what it says when something is not there, wrong or empty."""
    found = []
    with override(language):
        for name, parameters in our_addresses():
            paths = world.paths(name, parameters)
            is_shut = len(paths) > 1 and ROOMS.get(name.partition("_")[0], role) != role
            found += paths[:1] if is_shut else paths
        listings = reverse("listing_list")
    queries = (
        "colour=red",
        "pay_from=much",
        "category=no-such&period=century",
        "q=zzzzzz",
        "q=model&engagement=employee",
    )
    return [*found, f"/{language}/no-such-page/", *(f"{listings}?{query}" for query in queries)]


def names_in(language: str) -> set[str]:
    """Languages, countries and currencies as CLDR writes them in the page's language, and our vocabularies in it."""
    locale = Locale(language)
    rows = [row for model in (Background, Country, JobCategory, Region, Skill) for row in model.objects.all()]
    ours = {getattr(row, f"name_{language}") for row in rows}
    return {*locale.languages.values(), *locale.territories.values(), *locale.currencies.values(), *ours}


def walk(
    client: Client, paths: Iterable[str], language: str, *, send: bool = False, names: Iterable[str] = ()
) -> tuple[int, list[str]]:
    """How many of `paths` show a page, and what leaks on them, a line each; `send` posts an empty form to each."""
    shown, leaks = 0, []
    names, in_head = {*names, *names_in(language)}, texts_of_rows()
    headers = {"accept-language": language}
    seen_after = set()
    with pseudo_catalogues():
        for path in paths:
            response = client.post(path, headers=headers) if send else client.get(path, headers=headers)
            target = response.headers.get("Location", "").partition("?")[0]
            if send and target and target not in seen_after:
                # Where it leads, once each: that page says what was done.
                seen_after.add(target)
                response = client.get(response.headers["Location"], headers=headers)
            if response.status_code not in {302, 405} and response.headers["Content-Type"].startswith("text/html"):
                shown += response.status_code == 200
                leaks += [f"{path}: {leak}" for leak in leaks_in(response.text, names=names, in_head=in_head)]
    return shown, leaks


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_pages_leave_nothing_untranslated(world, role, language):
    shown, leaks = walk(world.client(role), paths_of(world, language, role), language)
    assert not leaks, "\n".join(leaks)
    assert shown > 10


@pytest.mark.parametrize(
    ("role", "room"), [(role, room) for role in ROLES for room, own in ROOMS.items() if role not in ("anonymous", own)]
)
def test_rooms_are_shut_to_all_but_their_own(world, role, room):
    client = world.client(role)
    names = [(name, parameters) for name, parameters in our_addresses() if name.partition("_")[0] == room]
    answers = {
        name: client.get(world.paths(name, parameters)[0]).status_code for name, parameters in names if parameters
    }
    assert {name for name, status in answers.items() if status not in REFUSED} == set()
    assert len(answers) > 5


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", ["anonymous", "seeker", "owner"])
def test_answers_to_empty_forms_leave_nothing_untranslated(world, role, language):
    client = world.client(role)
    paths = [path for path in paths_of(world, language, role) if not path.endswith("/logout/")]
    shown, leaks = walk(client, paths, language, send=True)
    assert not leaks, "\n".join(leaks)
    assert shown > 3


@pytest.mark.parametrize("language", ["id", "en"])
def test_admin_leaves_nothing_untranslated(world, language):
    User.objects.filter(pk=world.users["curator"].pk).update(language=language)
    # Django's own templates mark no text of rows, so here it is known by what stands in the tables;
    # and the pictures of its ticks and crosses say these three words in every language.
    names = {*texts_of_rows(), "True", "False", "None"}
    shown, leaks = walk(world.client("curator"), list(admin_addresses()), language, names=names)
    assert not leaks, "\n".join(leaks)
    assert shown > 10
