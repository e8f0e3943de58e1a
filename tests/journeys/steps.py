"""What people do in a browser, step by step, in the language of the page: labels come from the catalogue."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, Response, expect

from careers.accounts.models import User
from tests.core import documents
from tests.factories import PASSWORD

Say = Callable[..., str]
CV = {"name": "dewi (contoh).pdf", "mimeType": "application/pdf", "buffer": documents.pdf()}
AT_ONCE = 1000  # milliseconds


def in_words_of(language: str) -> Say:
    """A function that says an English sentence of the interface in `language`, with its placeholders filled."""

    def say(sentence: str, **values: object) -> str:
        with override(language):
            said = gettext(sentence)
        return said % values if values else said

    return say


# --- what may not happen on any page ---

LISTEN = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} refuses ${event.blockedURI || event.sourceFile} ${event.sample}`);
});
"""


@dataclass(frozen=True)
class Complaint:
    """Something that a browser complained of, and on which page."""

    page: str
    words: str

    def __str__(self) -> str:
        return f"{self.page}: {self.words}"


def listen(page: Page, complaints: list[Complaint]) -> None:
    """Keep what the console, the content policy and the scripts of this page complain of, and every answer of 500."""

    def of_console(message) -> None:
        where = message.location.get("url", "")
        # A page that says 404 or 422 is a page: what counts is a picture, a style or a script that is missing.
        of_page_itself = message.text.startswith("Failed to load resource") and where == page.url
        # Said by the clock, not by the page: on a busy machine the style that uses a preloaded font comes late.
        of_slowness = "was preloaded using link preload but not used" in message.text
        if message.type in ("error", "warning") and not of_page_itself and not of_slowness:
            complaints.append(Complaint(page.url, f"{message.type}: {message.text} ({where})"))

    def of_answer(response: Response) -> None:
        if response.status >= 500:
            complaints.append(Complaint(response.url, f"answered {response.status}"))

    def of_script(error) -> None:
        # Whoever goes on before a cross-fade has ended skips it: the browser says so as if a script had failed.
        if "Transition was skipped" not in str(error):
            complaints.append(Complaint(page.url, f"script: {error}"))

    page.on("console", of_console)
    page.on("pageerror", of_script)
    page.on("response", of_answer)


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window: nothing when it fits."""
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return [];
          const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > room + 1);
          const outer = wide.filter((one) => !wide.includes(one.parentElement));
          return [`${document.documentElement.scrollWidth} > ${room}`, ...outer.slice(0, 4).map((one) => one.outerHTML.slice(0, 160))];
        }"""
    )


# --- mail ---


def mails_to(address: str) -> list[EmailMultiAlternatives]:
    """What was sent to an address, oldest first."""
    return [message for message in mail.outbox if message.to == [address]]


def language_of(message: EmailMultiAlternatives) -> str:
    """The language that a mail says it is in."""
    return message.extra_headers["Content-Language"]


def code_in(message: EmailMultiAlternatives) -> str:
    """The code that stands on a line of its own."""
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", message.body, re.MULTILINE)[1]


def link_in(message: EmailMultiAlternatives, containing: str) -> str:
    """The path of the first link that contains a word."""
    found = re.search(rf"https?://\S*{containing}\S*", message.body)[0]
    return urlsplit(found).path


# --- doors ---


def sign_in(page: Page, user: User, say: Say, *, language: str) -> None:
    """Sign in with the password, and arrive on one's own page."""
    page.goto(f"/{language}/accounts/login/")
    give_password(page, user, say)
    expect(page.locator(".menu")).to_be_attached()


def give_password(page: Page, user: User, say: Say) -> None:
    """On the page that asks to sign in: do so, and go where one was going."""
    page.locator("main input[type=email]").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name=say("Sign in"), exact=True).click()


def sign_up(page: Page, say: Say, run_jobs: Callable[[], int], *, name: str, email: str) -> None:
    """From the wall that asks to sign in: make an account, agree, and type the code that was mailed."""
    page.get_by_role("link", name=say("Make an account"), exact=True).click()
    page.get_by_label(say("Your name")).fill(name)
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=say("Make the account")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Enter the code"))
    run_jobs()
    page.get_by_role("textbox").first.fill(code_in(mails_to(email)[-1]))
    page.get_by_role("button", name=say("Go on")).click()


def open_menu(page: Page, label: str) -> None:
    """Choose from the signed-in person's menu."""
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("link", name=label, exact=True).click()


# --- forms ---


def fill(page: Page, say: Say, fields: dict[str, str]) -> None:
    """Type into fields by their labels."""
    for label, text in fields.items():
        page.get_by_label(say(label)).first.fill(text)


def pick(page: Page, field: str, value: str) -> None:
    """Choose one of several by the value that stands for it, whatever its label says."""
    target = page.locator(f"main [name='{field}'], #content [name='{field}']")
    if target.first.evaluate("(element) => element.tagName") == "SELECT":
        target.first.select_option(value)
    else:
        page.locator(f"[name='{field}'][value='{value}']").check()


def press(page: Page, label: str) -> None:
    """Press the button or follow the link in the page's own part that says so."""
    named = {"name": label, "exact": True}
    inside = page.locator("main, #content")
    inside.get_by_role("button", **named).or_(inside.get_by_role("link", **named)).first.click()


def apply(page: Page, say: Say, *, letter: str, answers: dict[str, str]) -> None:
    """On the page of a listing that asks what `answers` answers: write with a CV, look it over, and send."""
    press(page, say("Apply"))
    page.get_by_label(say("Cover letter")).fill(letter)
    page.locator("input[type=file]").set_input_files([CV])
    for question, answer in answers.items():
        page.get_by_label(question).fill(answer)
    press(page, say("Save and look it over"))
    press(page, say("Send the application"))
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Your application has arrived."))


def decide(page: Page, say: Say, kind: str, words: str = "") -> None:
    """At the curators' desk: decide about the thing on the page."""
    pick(page, "kind", kind)
    page.locator("textarea[name=reason]").fill(words)
    press(page, say("Carry out"))
    expect(page.get_by_text(say("The decision is carried out and logged. The employer has been told."))).to_be_visible()


# --- places ---


def card_of(page: Page, title: str) -> Locator:
    """The card of a listing in a list."""
    return page.get_by_role("article").filter(has_text=title)


def tab_to(page: Page, target: Locator, *, most: int = 120) -> None:
    """Press Tab until `target` has the focus, as somebody without a mouse does."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab do not lead to {target}")
