"""What the markup of every page owes to those who do not see it, or do not use a mouse; walked over by HTTP, in every role."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.utils.translation import override

from tests.walk import World, our_addresses

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NAMED_BY_THEMSELVES = {"hidden", "submit", "button", "reset", "image"}
# WCAG 1.3.5: what a person types about themselves says what it is.
PERSONAL = {"login", "email", "password", "password1", "oldpassword", "name"}


class Outline(HTMLParser):
    """Reads of a page what the rules below ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.pointed: set[str] = set()
        self.controls: list[tuple[dict[str, str], bool]] = []
        self.landmarks: Counter[str] = Counter()
        self.faults: list[str] = []
        self.title = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this element is and says of itself."""
        said = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in said:
            self.ids[said["id"]] += 1
        if tag == "label" and "for" in said:
            self.labelled.add(said["for"])
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "popovertarget"):
            self.pointed |= set(said.get(name, "").split())
        if tag in ("main", "header", "footer") and "article" not in self.open and "section" not in self.open:
            self.landmarks[tag] += 1
        if tag in ("input", "select", "textarea"):
            self.controls.append((said | {"tag": tag}, "label" in self.open))
        if tag == "img" and "alt" not in said:
            self.faults.append(f"img without alt: {said.get('src', '')}")
        if said.get("tabindex", "").isdigit() and int(said["tabindex"]) > 0:
            self.faults.append(f"tabindex {said['tabindex']} on {tag}")
        if tag == "meta" and re.search(r"user-scalable=no|maximum-scale", said.get("content", "")):
            self.faults.append("zoom is forbidden")

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep the title's words; an svg may have one too."""
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data


def faults_of(html: str) -> list[str]:
    """Everything in one page that breaks a rule."""
    page = Outline()
    page.feed(html)
    faults = list(page.faults)
    if page.headings.count(1) != 1:
        faults.append(f"{page.headings.count(1)} h1")
    faults += [f"h{a} is followed by h{b}" for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]
    faults += [f"id {name} stands {times} times" for name, times in page.ids.items() if times > 1]
    faults += [f"nothing has the id {name}" for name in sorted(page.pointed - set(page.ids))]
    faults += [f"{page.landmarks[tag]} {tag}" for tag in ("main", "header", "footer") if page.landmarks[tag] != 1]
    for control, in_label in page.controls:
        if control.get("type") in NAMED_BY_THEMSELVES or control.get("id") in page.labelled or in_label:
            continue
        if not {"aria-label", "aria-labelledby"} & set(control):
            faults.append(f"no label for {control.get('name')}")
    return faults


def unsaid_purposes(html: str) -> list[str]:
    """Fields about the person who types that do not say so to the browser."""
    page = Outline()
    page.feed(html)
    return [
        f"{control['name']} has no autocomplete"
        for control, _in_label in page.controls
        if control.get("name") in PERSONAL and control.get("type") != "hidden" and not control.get("autocomplete")
    ]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h1>A</h1><h3>B</h3>", "h1 is followed by h3"),
        ("<h1>A</h1><h1>B</h1>", "2 h1"),
        ('<p id="a"></p><p id="a"></p>', "id a stands 2 times"),
        ('<p aria-describedby="a b" id="a"></p>', "nothing has the id b"),
        ('<input name="q">', "no label for q"),
        ("<img src=x>", "img without alt: x"),
        ('<a tabindex="2">', "tabindex 2 on a"),
        ("<main></main><main></main>", "2 main"),
    ],
)
def test_planted_fault_of_markup_is_found(html, fault):
    assert fault in faults_of(html)


def test_sound_markup_has_no_fault():
    fields = '<label for="q">Q</label><input id="q" name="q"><label>R <input></label>'
    assert faults_of(f"<header></header><main><h1>A</h1><h2>B</h2>{fields}</main><footer></footer>") == []


def pages(world: World, role: str, language: str) -> Iterator[tuple[str, str]]:
    """Path and text of each page that somebody in `role` gets: the first example of each kind."""
    client = world.client(role)
    for name, parameters in our_addresses():
        with override(language):
            paths = world.paths(name, parameters)
        # What belongs to nobody in this role is one page for all addresses, and refuses in the same words.
        response = client.get(paths[0])
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and (response.status_code in (200, 409) or name == "listing_detail"):
            yield paths[0], response.text


@pytest.mark.parametrize(("role", "language"), [("anonymous", "id"), ("seeker", "en"), ("owner", "id")])
def test_markup_of_every_page_serves_everybody(world, db, role, language):
    wrong, seen = [], 0
    for path, html in pages(world, role, language):
        seen += 1
        wrong += [f"{path}: {fault}" for fault in faults_of(html)]
        # In the office a name is that of the organisation.
        wrong += [f"{path}: {fault}" for fault in unsaid_purposes(html) if "/office/" not in path]
        page = Outline()
        page.feed(html)
        title = " ".join(page.title.split())
        if not re.fullmatch(r".{3,}", title) or title == "Lintas":
            wrong.append(f"{path}: its title is {title!r}")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert seen > 25
