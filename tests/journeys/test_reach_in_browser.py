"""Who uses a keyboard, a finger, a magnifier, wider letters or stillness reaches everything: WCAG 2.2 AA, measured."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", ["id"])]

MOST_STOPS = 200
# What has the focus: where it is, whether it is seen, and whether something lies over it (2.4.7, 2.4.11).
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), look = getComputedStyle(one);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const middle = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const seen = [box.top + 2, middle, box.bottom - 2].some((y) => {
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one) || one.labels?.[0]?.contains(top));
  });
  const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  const name = `${one.tagName} ${one.id || one.className} ${(one.textContent || "").trim().slice(0, 30)}`;
  return { name, faults: [seen ? "" : "covered or out of sight", ring ? "" : "without a ring"].filter(Boolean) };
}"""
# Targets under 24 px that are neither words in a sentence nor alone within 24 px (2.5.8).
SMALL = """() => {
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].map((one) => {
    const label = one.matches("input") ? one.closest("label") ?? one.labels?.[0] : null;
    return { one, box: (label ?? one).getBoundingClientRect() };
  }).filter(({ one, box }) => box.width > 1 && box.height > 1 && one.checkVisibility({ visibilityProperty: true }) &&
    getComputedStyle(one).clipPath === "none");
  const inWords = (one) => getComputedStyle(one).display === "inline" &&
    [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim().length > 1);
  const near = (a, b) => {
    const x = a.left + a.width / 2, y = a.top + a.height / 2;
    const dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
    return Math.hypot(dx, dy) < 12;
  };
  return all.filter(({ one, box }) => (box.width < 24 || box.height < 24) && !inWords(one) &&
      all.some((other) => other.one !== one && !other.one.contains(one) && !one.contains(other.one) && near(box, other.box)))
    .map(({ one, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 120)}`);
}"""
# The letters, lines and paragraphs that anybody may set (1.4.12), and what then is cut off.
WIDER = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
  return [...document.querySelectorAll("body *")].filter((one) => {
    const look = getComputedStyle(one), box = one.getBoundingClientRect();
    const cuts = /hidden|clip/.test(look.overflowX + look.overflowY) && box.width > 2 && box.height > 2 && look.clipPath === "none";
    return cuts && one.textContent.trim() && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2);
  }).map((one) => one.outerHTML.slice(0, 120));
}"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((one) => {
  const look = getComputedStyle(one);
  const longest = Math.max(...`${look.transitionDuration}, ${look.animationDuration}`.split(",").map(parseFloat));
  return longest > 0.01 ? [`${longest} s: ${one.outerHTML.slice(0, 120)}`] : [];
})"""


@pytest.fixture
def paths(board, language) -> list[str]:
    """The pages on which somebody finds, judges and decides."""
    return [
        f"/{language}/",
        f"/{language}/listings/",
        f"/{language}/listings/{board.listing.slug}/",
        f"/{language}/categories/{board.trainer.slug}/",
        f"/{language}/contact/",
        f"/{language}/accounts/login/",
        f"/{language}/no-such-page/",
    ]


def stops_of(page: Page) -> list[str]:
    """Press Tab until the page is left at its end; give the faults of each stop on the way."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    faults, count = [], 0
    while (
        count < MOST_STOPS and (stop := page.evaluate(STOP)) and (count == 0 or not stop["name"].startswith("A skip"))
    ):
        faults += [f"{stop['name']}: {fault}" for fault in stop["faults"]]
        page.keyboard.press("Tab")
        count += 1
    assert 5 < count < MOST_STOPS, f"{count} stops"
    return faults


@pytest.mark.parametrize("width", [360, 1280])
def test_every_stop_of_the_keyboard_is_seen_and_the_last_one_is_left(board, paths, new_visitor, width, language):
    page = new_visitor(viewport={"width": width, "height": 740}, reduced_motion="reduce")
    wrong = []
    for path in paths[:3]:
        page.goto(path)
        wrong += [f"{path}: {fault}" for fault in stops_of(page)]
    assert not wrong, "\n".join(wrong)


def test_skip_link_leads_past_the_menu(paths, new_visitor, language):
    page = new_visitor()
    page.goto(paths[1])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_targets_are_large_enough_for_a_finger(paths, new_visitor, language):
    page = new_visitor(viewport={"width": 360, "height": 740})
    wrong = []
    for path in paths:
        page.goto(path)
        wrong += [f"{path}: {small}" for small in page.evaluate(SMALL)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [320, 640])
def test_pages_reflow_when_they_are_magnified(paths, new_visitor, width, language):
    page = new_visitor(viewport={"width": width, "height": 512})
    wrong = []
    for path in paths:
        page.goto(path)
        wrong += [f"{path}: {wide}" for wide in steps.sideways(page)]
    assert not wrong, "\n".join(wrong)


def test_wider_letters_cut_nothing_off(paths, new_visitor, language):
    page = new_visitor(viewport={"width": 360, "height": 740})
    wrong = []
    for path in paths:
        page.goto(path)
        wrong += [f"{path}: {cut}" for cut in page.evaluate(WIDER) + steps.sideways(page)]
    assert not wrong, "\n".join(wrong)


def test_nothing_moves_for_those_who_asked_for_rest(paths, new_visitor, language):
    page = new_visitor(reduced_motion="reduce")
    wrong = []
    for path in paths:
        page.goto(path)
        wrong += [f"{path}: {moving}" for moving in page.evaluate(MOVING)]
    assert not wrong, "\n".join(wrong)


PLANT = """() => {
  const main = document.querySelector("main");
  main.innerHTML = `<p><a href="#" id="bare">A</a></p><p><a href="#" id="tiny">x</a><a href="#">y</a></p><p id="cut">words</p>`;
  const style = (id, wanted) => Object.assign(document.getElementById(id).style, wanted);
  style("bare", { outline: "none" });
  style("tiny", { display: "inline-block", width: "8px", height: "8px" });
  style("cut", { overflow: "hidden", height: "10px", transitionDuration: "2s" });
  document.getElementById("bare").focus();
}"""


def test_planted_faults_are_found(paths, new_visitor, language):
    page = new_visitor(viewport={"width": 360, "height": 740})
    page.goto(paths[6])
    page.evaluate(PLANT)
    assert page.evaluate(STOP)["faults"] == ["without a ring"]
    assert [small for small in page.evaluate(SMALL) if "tiny" in small] != []
    assert [moving for moving in page.evaluate(MOVING) if "cut" in moving] != []
    assert [cut for cut in page.evaluate(WIDER) if "cut" in cut] != []


def test_search_that_fails_leaves_what_stands_and_says_so(paths, new_context, language, say):
    # Not a visitor who complains: this fault is meant.
    page = new_context(locale=language).new_page()
    page.goto(paths[1])
    page.route("**/listings/?*", lambda route: route.abort())
    page.locator("#category").get_by_role("checkbox").first.check()
    words = say("The board could not be reached. Nothing you chose or wrote is lost: try again in a moment.")
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(2)
