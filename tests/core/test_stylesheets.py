"""The style keeps its own rules: layers, tokens, small files; and the bundle holds every part once."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from careers.core.stylesheets import SCRIPTS, STYLESHEETS

STATIC = Path(__file__).parent.parent.parent / "careers" / "static"
TOKEN_FILES = {"tokens", "sizes", "hues", "fonts", "print"}
# Lines of 1 to 3 px, breakpoints and the words of colours that follow their text are free; all else is a token.
CONDITION = re.compile(r"@(?:media|container)[^{]*")
SIZE = re.compile(r"(?<![\w-])\d*\.?\d+(?:rem|em|px|pt|vw|vh|vb|dvb)\b")
LINE = re.compile(r"(?:0|1|1\.5|2|3)px")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(", re.IGNORECASE)


def read(kind: str, name: str) -> str:
    """One of our style sheets or scripts."""
    return (STATIC / kind / f"{name}.{kind}").read_text(encoding="utf-8")


def raw_values(css: str) -> list[str]:
    """Sizes and colours that stand in a style sheet itself."""
    bare = CONDITION.sub("", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return [size for size in SIZE.findall(bare) if not LINE.fullmatch(size)] + COLOUR.findall(bare)


@pytest.mark.parametrize("name", sorted({*STYLESHEETS, "admin"} - TOKEN_FILES))
def test_style_sheet_uses_tokens_only(name):
    assert raw_values(read("css", name)) == []


def test_raw_values_finds_what_is_planted():
    assert raw_values(".a { padding: 7px; color: #fff; border: 1px solid } @media (min-width: 40rem) {}") == [
        "7px",
        "#fff",
    ]


@pytest.mark.parametrize("name", STYLESHEETS)
def test_style_sheet_is_small_and_opens_with_its_layer(name):
    css = read("css", name)
    lines = [line for line in css.splitlines() if not line.startswith(("/*", "  ", "   "))]
    assert lines[0].startswith("@layer ")
    assert len(css.splitlines()) <= 100


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_small(name):
    assert len(read("js", name).splitlines()) < 40


@pytest.mark.parametrize(
    ("bundle", "kind", "names"), [("css/site.css", "css", STYLESHEETS), ("js/site.js", "js", SCRIPTS)]
)
def test_bundle_holds_every_part_in_order(bundle, kind, names):
    path = finders.find(bundle)
    assert Path(path).read_text(encoding="utf-8") == "\n".join(read(kind, name) for name in names)


TEMPLATES = STATIC.parent.parent / "templates"
# Classes and attributes of libraries that we restyle.
OF_LIBRARIES = {"htmx-request"}


def classes_with_a_rule() -> set[str]:
    """Classes that our style sheets speak of; the admin's belong to Django."""
    selectors = re.sub(
        r"\{[^{}]*\}",
        "{}",
        re.sub(r"/\*.*?\*/", "", "".join(read("css", name) for name in STYLESHEETS), flags=re.DOTALL),
    )
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r'"[^"]*"', "", selectors))) - OF_LIBRARIES


def written() -> str:
    """Everything that makes markup, the living page of components left out."""
    pages = [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html") if path.parent.name not in {"dev"}]
    return "\n".join([*pages, *(path.read_text(encoding="utf-8") for path in (STATIC.parent).rglob("*.py"))])


def test_every_class_with_a_rule_is_worn():
    markup = written()
    assert {name for name in classes_with_a_rule() if not re.search(rf"(?<![\w-]){name}(?![\w-])", markup)} == set()


def test_every_class_worn_has_a_rule():
    worn = set()
    for path in TEMPLATES.rglob("*.html"):
        if {"emails", "admin"} & set(path.relative_to(TEMPLATES).parts):
            continue
        for value in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            worn |= set(re.sub(r"\{[%{].*?[%}]\}", " ", value).split())
    assert worn - classes_with_a_rule() == set()
