"""The style keeps its own rules: layers, tokens, small files; and the bundle holds every part once."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders

from careers.core.stylesheets import SCRIPTS, STYLESHEETS

STATIC = Path(__file__).parent.parent.parent / "careers" / "static"
EVERY_SHEET = sorted(path.stem for path in (STATIC / "css").glob("*.css"))
# Here values have their names; everywhere else they are called by these.
TOKEN_FILES = {"tokens", "sizes", "hues"}
TOKEN = re.compile(r"--[\w-]+:[^;{}]*;")
# Free: lines of 1 to 3 px, breakpoints, %, fr, ch, and the colours that the reader's system names.
CONDITION = re.compile(r"@(?:media|container|supports|import)[^{;]*|@page[^}]*")
UNITS = "rem|em|px|pt|pc|cm|mm|in|q|ex|cap|ic|lh|rlh|[sld]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max)"
SIZE = re.compile(rf"(?<![\w.-])-?\d*\.?\d+(?:{UNITS})\b", re.IGNORECASE)
LINE = re.compile(r"-?(?:0|1|1\.5|2|2\.5|3)px")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(", re.IGNORECASE)
NAMED = re.compile(
    r"(?<![\w-])(?:black|white|red|green|blue|yellow|orange|purple|pink|brown|gr[ae]y|silver|navy|teal|olive|maroon|gold|"
    r"indigo|violet|beige|ivory|cyan|magenta|lime|aqua|fuchsia|(?:dark|light|medium|pale|deep)\w+)(?![\w(-])",
    re.IGNORECASE,
)
SHADOW = re.compile(r"(?:box|text)-shadow:([^;}]*)|(drop-shadow\([^)]*\))")
# A ring or a bar beside something, without a blur, is a line and no shadow.
_LENGTH = r"(?:0|-?[1-3](?:\.5)?px|var\(--[\w-]+\))"
RING = re.compile(
    rf"\s*(?:none|inherit|var\(--[\w-]+\)|(?:inset )?{_LENGTH} {_LENGTH}(?: 0(?: {_LENGTH})?)? (?:var\(--[\w-]+\)|\w+))"
    r"\s*(?:!important)?\s*"
)


def read(kind: str, name: str) -> str:
    """One of our style sheets or scripts."""
    return (STATIC / kind / f"{name}.{kind}").read_text(encoding="utf-8")


def raw_values(css: str) -> list[str]:
    """Sizes, colours and shadows that stand in a style sheet itself."""
    bare = CONDITION.sub("", re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", css, flags=re.DOTALL))
    values = " ".join(re.findall(r":([^:;{}]*)(?=[;}])", bare))
    shadows = [plain or drop for plain, drop in SHADOW.findall(bare) if drop or not RING.fullmatch(plain)]
    sizes = [size for size in SIZE.findall(bare) if not LINE.fullmatch(size)]
    return sizes + COLOUR.findall(bare) + NAMED.findall(values) + [shadow.strip() for shadow in shadows]


@pytest.mark.parametrize("name", EVERY_SHEET)
def test_style_sheet_uses_tokens_only(name):
    css = read("css", name)
    assert raw_values(TOKEN.sub("", css) if name in TOKEN_FILES else css) == []


@pytest.mark.parametrize(
    ("css", "found"),
    [
        (".a { padding: 7px; color: #fff; border: 1px solid } @media (min-width: 40rem) {}", ["7px", "#fff"]),
        (".a { margin: -7px 0 -.5em }", ["-7px", "-.5em"]),
        (".a { inset: calc(50% - 12px); inline-size: 40svw }", ["12px", "40svw"]),
        (".a { background: linear-gradient(white, var(--paper)) }", ["white"]),
        (".a { color: color(srgb 1 0 0); fill: hsl(1 2% 3%) }", ["color(", "hsl("]),
        (".a { box-shadow: 0 1px 3px var(--ink) }", ["0 1px 3px var(--ink)"]),
        (".a { filter: drop-shadow(0 0 2px var(--ink)) }", ["drop-shadow(0 0 2px var(--ink)"]),
        (".a { box-shadow: 0 0 0 2px var(--gap); outline: 3px solid var(--focus); outline-offset: -3px }", []),
        (".a { color: CanvasText; inline-size: min(66ch, 100%); grid-template: 1fr / auto } /* 7px #fff */", []),
        ('.red-line [data-red] { content: "7px" }', []),
    ],
)
def test_raw_values_finds_what_is_planted(css, found):
    assert raw_values(css) == found


@pytest.mark.parametrize("name", STYLESHEETS)
def test_style_sheet_is_small_and_opens_with_its_layer(name):
    css = read("css", name)
    lines = [line for line in css.splitlines() if not line.startswith(("/*", "  ", "   "))]
    assert lines[0].startswith("@layer ") or (name == "tokens" and lines[1].startswith("@layer "))
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


ROOT = STATIC.parent.parent
TEMPLATES = ROOT / "templates"
# What htmx puts on an element while it asks, and what Django's admin wears: libraries that we restyle.
OF_LIBRARIES = {"htmx-request", "errorlist"}
ADMIN = Path(admin.__file__).parent
SIMPLE = re.compile(r"""([.#])([a-z][\w-]*)|\[([\w-]+)(?:[~|^$*]?=["']?([^"'\]]*)["']?)?""", re.IGNORECASE)
# Attributes of HTML and ARIA are what they are; ours are held to be worn.
OURS = "data-"


def selectors(css: str) -> str:
    """A style sheet without its comments, conditions, texts and declarations."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    bare = re.sub(r'(content|url\()[^;}]*"[^"]*"', "", bare)
    return " ".join(part for part in re.findall(r"([^{};]*)\{", bare) if not part.strip().startswith("@"))


def asked_for(css: str) -> set[str]:
    """What a style sheet asks of the markup: `.class`, `#id`, `data-name`, `data-name=value`."""
    found = set()
    for mark, name, attribute, value in SIMPLE.findall(selectors(css)):
        if name and name not in OF_LIBRARIES:
            found.add(mark + name)
        if attribute.startswith(OURS):
            found.add(f"{attribute}={value}" if value else attribute)
    return found


@cache
def worn_by(markup: str) -> Callable[[str], bool]:
    """Says of each thing that is asked for whether markup wears it: in an attribute, or in the words that fill one."""
    classes = set(re.findall(r"[\w-]+", " ".join(_attributes("class", markup))))
    # A class that Python fills in, such as `class="{{ tone }}"`, is one quoted word there.
    classes |= set(re.findall(r"""["']([a-z][\w-]*)["']""", re.sub(r"<[^>]*>", "", markup)))
    ids = set(re.findall(r"[\w-]+", " ".join(_attributes("id", markup))))

    def is_worn(item: str) -> bool:
        attribute, _equals, value = item.partition("=")
        if item[0] in ".#":
            return item[1:] in (classes if item[0] == "." else ids)
        there = re.search(rf"(?<![\w-]){re.escape(attribute)}(?![\w-])", markup)
        # A value that is filled in stands in quotes elsewhere: in a template's `with`, in Python.
        return bool(there and (not value or re.search(rf"""["'\s|=>]{re.escape(value)}["'\s|%<,]""", markup)))

    return is_worn


def _attributes(name: str, markup: str) -> list[str]:
    """What attributes of a name hold, in HTML and as `"class": "…"` of a widget."""
    quoted = re.findall(rf"""(?<![\w-]){name}=(?:"([^"]*)"|'([^']*)')""", re.sub(r"\{%.*?%\}", " ", markup))
    given = re.findall(rf"""["']{name}["']\s*[:,]\s*["']([^"']*)["']""", markup)
    return [*given, *(double or single for double, single in quoted)]


@cache
def written(*, admin_too: bool = False) -> str:
    """Everything that makes markup, the living page of components left out."""
    paths = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "dev"]
    paths += [path for path in STATIC.parent.rglob("*.py") if path.name != "showcase.py"]
    paths += (STATIC / "js").glob("*.js")
    if admin_too:
        paths += [path for kind in ("html", "js", "py") for path in ADMIN.rglob(f"*.{kind}")]
    return "\n".join(re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8")) for path in paths)


@pytest.mark.parametrize("name", EVERY_SHEET)
def test_everything_with_a_rule_is_worn(name):
    is_worn = worn_by(written(admin_too=name.startswith("admin")))
    assert sorted(item for item in asked_for(read("css", name)) if not is_worn(item)) == []


def test_what_nobody_wears_is_found_when_planted():
    css = '@layer components { .planted .card:not(.nowhere) > #gone, [data-gone], [data-size="huge"] { color: red } } .card[data-hue] {}'
    assert asked_for(css) == {
        ".planted", ".card", ".nowhere", "#gone", "data-gone", "data-size=huge", "data-hue",
    }  # fmt: skip
    is_worn = worn_by(written())
    assert {item for item in asked_for(css) if is_worn(item)} == {".card", "data-hue"}


def classes_with_a_rule() -> set[str]:
    """Classes that the pages' own style sheets speak of."""
    return {
        item[1:]
        for name in EVERY_SHEET
        if not name.startswith("admin")
        for item in asked_for(read("css", name))
        if item[0] == "."
    }


def test_every_class_worn_has_a_rule():
    worn = set()
    for path in TEMPLATES.rglob("*.html"):
        if {"emails", "admin"} & set(path.relative_to(TEMPLATES).parts):
            continue
        for value in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")):
            worn |= set(re.sub(r"\{[%{].*?[%}]\}", " ", value).split())
    assert worn - classes_with_a_rule() == set()
