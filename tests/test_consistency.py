"""What the house owes itself: kept by our own tree, and found out when a planted one does not keep it."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from tests.consistency import complaints_of, urls_in

ROOT = Path(__file__).parent.parent


def test_tree_is_in_step_with_itself():
    complaints = complaints_of(ROOT)
    assert not complaints, "\n".join(complaints)


def test_no_migration_is_missing():
    # Migrations keep the words of the sources, whatever language is active.
    with override(None):
        loader = MigrationLoader(None)
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    assert [operation for migration in changes.get("careers", []) for operation in migration.operations] == []


def patterns(resolver: URLResolver, namespace: str = "") -> list[tuple[str, URLPattern]]:
    """Every address below a resolver as (whole name, pattern)."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found += patterns(entry, inner)
        else:
            found.append((f"{namespace}{entry.name}", entry))
    return found


def test_every_address_that_is_named_exists():
    known = {name for name, _ in patterns(get_resolver())}
    assert {name: place for name, place in urls_in(ROOT).items() if name not in known} == {}


def test_addresses_are_named_like_their_views():
    views = [(name, entry.callback) for name, entry in patterns(get_resolver())]
    ours = [(name, view.__name__) for name, view in views if re.match(r"careers\.\w+\.views\b", view.__module__)]
    assert [(name, view) for name, view in ours if name != view] == []


def test_no_two_addresses_share_a_name():
    names = [name for name, entry in patterns(get_resolver()) if entry.callback.__module__.startswith("careers.")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def plant(root: Path, files: dict[str, str]) -> Path:
    """A small house in step with itself, with `files` put into it or over it."""
    sound = {
        "careers/core/stylesheets.py": 'STYLESHEETS = ("card",)\nSCRIPTS = ("menu",)\n',
        "careers/static/css/card.css": '@font-face { src: url("../fonts/sans.woff2") }\n',
        "careers/static/js/menu.js": "menu()\n",
        "careers/static/fonts/sans.woff2": "",
        "careers/static/fonts/LICENSE-sans.txt": "free\n",
        "careers/listings/models.py": 'announce("listing_changed")\nself.state = "live"\n',
        "careers/listings/views.py": 'def listing_list(request):\n    """All."""\n    return render("listings/list.html")\n',
        "careers/listings/emails.py": 'send_mail_event("listings/decided")\n',
        "careers/trust/tasks.py": '@follows("listing_changed")\ndef run(): ...\n',
        "templates/listings/list.html": '{% include "listings/_card.html" %}<script src="{% static x %}"></script>\n',
        "templates/listings/_card.html": '<p data-hx-get="/" class="card">{# style="" hx-get="" #}</p>\n',
        "templates/404.html": '<script type="application/ld+json">{}</script>\n',
        "templates/admin/base_site.html": "<p></p>\n",
        "templates/emails/listings/decided.subject.txt": "A\n",
        "templates/emails/listings/decided.txt": "A\n",
        "templates/emails/listings/decided.html": '<p style="color: red">A</p>\n',
        "seeds/skills/SOURCE.md": "ours\n",
    }
    for name, text in {**sound, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_sound_tree_has_no_complaint(tmp_path):
    assert complaints_of(plant(tmp_path, {})) == []


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("templates/listings/_old.html", "", "templates/listings/_old.html: nobody renders it"),
        ("careers/static/css/old.css", "", "careers/static/css/old.css: no page names it"),
        (
            "careers/core/stylesheets.py",
            'STYLESHEETS = ("card", "new")\nSCRIPTS = ("menu",)',
            "careers/core/stylesheets.py: css/new.css does not exist",
        ),
        (
            "careers/employers/models.py",
            'announce("employer_changed")',
            "careers/employers/models.py:1: nobody follows employer_changed",
        ),
        (
            "careers/saved/tasks.py",
            '@follows("gone")\ndef run(): ...',
            "careers/saved/tasks.py:1: nobody announces gone",
        ),
        (
            "careers/trust/emails.py",
            'send_mail_event("listings/decided" if yes else "x/y")',
            "templates/emails/x/y.html is missing",
        ),
        ("templates/404.html", '<p\n style="color: red">', "templates/404.html:2: inline style or script"),
        ("templates/404.html", "<script>go()</script>", "templates/404.html:1: inline style or script"),
        ("templates/404.html", '<p onclick="go()">', "templates/404.html:1: inline style or script"),
        ("templates/404.html", '<p hx-get="/">', "templates/404.html:1: hx- without data-"),
        ("templates/404.html", '{% if listing.state == "live" %}', "templates/404.html:1: compares a state's name"),
        ("README.md", "cd /hom" + "e/someone", "README.md:1: a path of a machine or a registry"),
        ("Makefile", "pip --index" + "-url x", None),
        (
            "careers/listings/views.py",
            '"listings/list.html"  # TO' + "DO",
            "careers/listings/views.py:1: left for later",
        ),
        ("seeds/rates/rates.csv", "", "seeds/rates: has no SOURCE"),
        (
            "careers/trust/views.py",
            "def report_new(request): ...",
            "careers/trust/views.py:1: report_new has no docstring",
        ),
        ("careers/trust/admin.py", 'row.state = "live"', "careers/trust/admin.py:1: sets a state past its verb"),
        (
            "careers/trust/tasks.py",
            '@follows("listing_changed")\ndef run(): rows.update(stage="x")',
            "careers/trust/tasks.py:2: sets a state past its verb",
        ),
        (
            "careers/trust/models.py",
            "timezone.now()",
            "careers/trust/models.py:1: reads another clock than the board's",
        ),
    ],
)
def test_planted_fault_is_found(tmp_path, name, text, complaint):
    found = complaints_of(plant(tmp_path, {name: text}))
    assert (complaint or "Makefile:1: a path of a machine or a registry") in found
