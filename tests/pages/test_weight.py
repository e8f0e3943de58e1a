"""What a first visit loads, in compressed bytes: style, script, fonts, pictures and the page itself, as they are collected."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from tests import factories

pytestmark = pytest.mark.django_db

STYLE, SCRIPT, ALL = 20_000, 25_000, 120_000
PAGES = ("home", "listing_list", "listing_detail", "category_detail")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where static files are collected to, once."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def collected(settings, folder) -> Path:
    """Every static file that a page of ours may name, with its hash and its compressed twin."""
    settings.STATIC_ROOT = folder
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    if not (folder / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "debug.js"])
    return folder


@pytest.fixture(scope="module")
def board(module_rows) -> SimpleNamespace:
    """As many listings as fill a page of the list."""
    category = factories.make_category(summary_id="Anda mengajari sebuah model.", summary_en="You teach a model.")
    factories.make_guide(category)
    factories.make_background()
    employer = factories.make_employer(level=1)
    listings = [factories.make_listing(employer=employer, category=category) for _one in range(20)]
    connection.check_constraints()
    return SimpleNamespace(listing=listings[0], category=category)


def weight(path: Path) -> int:
    """The bytes of a file as they travel: compressed where a compressed twin lies beside it."""
    twin = path.with_name(f"{path.name}.br")
    return (twin if twin.exists() else path).stat().st_size


def loaded_by(html: str, folder: Path) -> dict[str, int]:
    """The files that a page and its style sheets load before anything is touched: name → bytes."""
    head = re.sub(r'<link rel="(?:apple-touch-icon|manifest|canonical|alternate)"[^>]*>|<meta[^>]*>', "", html)
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', head))
    for name in [name for name in names if name.endswith(".css")]:
        css = (folder / name).read_text(encoding="utf-8")
        names |= {str(Path(name).parent / found) for found in re.findall(r'@import url\("([^"]+)"\)', css)}
    return {name: weight(folder / name) for name in names}


def of_kind(loaded: dict[str, int], *endings: str) -> int:
    return sum(size for name, size in loaded.items() if name.endswith(endings))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_first_visit_is_light(client, collected, board, name, language):
    with override(language):
        slugs = {"listing_detail": [board.listing.slug], "category_detail": [board.category.slug]}
        path = reverse(name, args=slugs.get(name, []))
    # As it leaves the board itself, with no proxy in front.
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    loaded, page = loaded_by(gzip.decompress(answer.content).decode(), collected), len(answer.content)
    assert 5_000 < of_kind(loaded, ".css") <= STYLE
    assert 10_000 < of_kind(loaded, ".js") <= SCRIPT
    assert of_kind(loaded, ".woff2") > 20_000
    assert sum(loaded.values()) + page <= ALL, f"{loaded}, page {page}"


def test_style_sheet_and_its_fonts_keep_their_names(client, collected, board):
    # What is preloaded and what the style sheet asks for must be one file, or it is fetched twice.
    html = client.get("/en/").text
    preloaded = set(re.findall(r'rel="preload" href="/static/([^"]+)"', html))
    (sheet,) = re.findall(r'rel="stylesheet" href="/static/([^"]+)"', html)
    css = (collected / sheet).read_text(encoding="utf-8")
    asked = {str(Path(sheet).parent / found) for found in re.findall(r'url\("([^"]+)"\)', css)}
    asked = {name.replace("css/../", "") for name in asked}
    assert len(preloaded) == 3
    assert preloaded <= asked


def test_pages_hold_their_lines_until_fonts_come(collected):
    css = next((collected / "css").glob("site.*.css")).read_text(encoding="utf-8")
    faces = re.findall(r"@font-face\s*{([^}]*)}", css)
    ours = [face for face in faces if "woff2" in face]
    stand_ins = [face for face in faces if "local(" in face]
    assert len(ours) == 6 and all("font-display: optional" in face for face in ours)
    assert len(stand_ins) == 2 and all("size-adjust" in face and "ascent-override" in face for face in stand_ins)
