"""The pictures in docs/screenshots: `python -m tests.screenshots` starts a board of its own with its samples, takes them, and ends it.

Each file is at most 250 KB, so a reader on a phone can open the README.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests import browser
from tests.setup.board import Board

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
STATE_DIR = ROOT / "var" / "screenshots"
LARGEST = 250_000
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}
RECRUITER = "sari@anotasi-simpul.example"
USERS = ROOT / "seeds" / "samples" / "users.json"


@dataclass(frozen=True)
class Shot:
    """One picture: where it is taken, and how the page is looked at. `follow` are links to go on by, page after page."""

    name: str
    path: str
    scheme: str = "light"
    size: tuple[tuple[str, int], ...] = tuple(DESK.items())
    who: str = ""
    follow: tuple[str, ...] = ()


SHOTS = (
    Shot("home-id-light", "/id/"),
    Shot("listings-en-dark", "/en/listings/?background=journalism", scheme="dark"),
    Shot("listing-id-light", "/id/listings/?category=ai-model-trainer", follow=(".card h3 a, .card h2 a",)),
    Shot("listings-phone-id-dark", "/id/listings/", scheme="dark", size=tuple(PHONE.items())),
    Shot("guide-en-light", "/en/categories/ai-model-trainer/"),
    Shot(
        "pipeline-id-dark", "/id/office/anotasi-simpul-contoh/", scheme="dark", who=RECRUITER,
        follow=("main a[href*='/applications/']", "main a[href*='/listings/'][href$='/applications/']"),
    ),
)  # fmt: skip


def main() -> int:
    """Take all of them; 1 and a word when one cannot be taken."""
    browser.ensure()
    STATE_DIR.mkdir(parents=True, exist_ok=True)
    board = Board(STATE_DIR)
    try:
        board.start(patience=300)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=str(browser.find()), args=browser.FLAGS)
            faults = [fault for shot in SHOTS if (fault := _take(chromium, f"http://localhost:{board.port}", shot))]
            chromium.close()
    finally:
        board.clear()
    for path in set(FOLDER.glob("*.png")) - {FOLDER / f"{shot.name}.png" for shot in SHOTS}:
        path.unlink()
    print("\n".join(faults or [f"{len(SHOTS)} pictures in {FOLDER.relative_to(ROOT)}"]))
    return 1 if faults else 0


def _take(chromium: Browser, base: str, shot: Shot) -> str:
    """Take one picture; what is wrong with it, or nothing."""
    context = chromium.new_context(
        base_url=base, viewport=dict(shot.size), color_scheme=shot.scheme, reduced_motion="reduce",
        locale="id-ID" if "/id/" in shot.path else "en-GB",
    )  # fmt: skip
    page = context.new_page()
    if shot.who:
        _sign_in(page, shot.who)
    answer = page.goto(shot.path)
    for link in shot.follow:
        answer = page.goto(urlsplit(page.locator(link).first.get_attribute("href")).path)
    # A font that comes late is left out on purpose; from the second visit on it is there.
    page.wait_for_load_state("networkidle")
    page.reload(wait_until="networkidle")
    target = FOLDER / f"{shot.name}.png"
    page.screenshot(path=target, animations="disabled")
    context.close()
    if answer.status != 200:
        return f"{shot.name}: {shot.path} answers {answer.status}"
    size = target.stat().st_size
    return f"{shot.name}: {size} bytes, {LARGEST} allowed" if size > LARGEST else ""


def _sign_in(page: Page, email: str) -> None:
    page.goto("/id/accounts/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(json.loads(USERS.read_text(encoding="utf-8"))["password"])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/me/**")


if __name__ == "__main__":
    sys.exit(main())
