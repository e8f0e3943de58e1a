"""Pages that are mostly words: about, how it works, help, accessibility, privacy, terms, credits, the way of an application."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from careers.accounts.documents import PRIVACY_VERSION, TERMS_VERSION, date_of
from careers.applications.lifecycle import GRACE, REOPEN_WITHIN, STEPS, Stage
from careers.core.bilingual import active_language
from careers.core.caching import public_page
from careers.core.rendering import render_page
from careers.listings.crowd import band_words
from careers.pages import methods

ACCESSIBILITY_WALKED_ON = date(2026, 11, 22)  # when the statement was last held against the pages
OPERATOR = getattr(settings, "OPERATOR_NAME", "")


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What the board is, and what it is not."""
    return render_page(request, "pages/about.html", {"operator": OPERATOR})


@public_page
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Every formula, constant and source behind a verdict, a sum, an order or a record."""
    context = methods.constants() | methods.loaded_rates() | methods.examples() | {"bands": band_words()}
    return render_page(request, "pages/how_it_works.html", context)


@public_page
def for_employers(request: HttpRequest) -> HttpResponse:
    """What posting costs, asks and gives."""
    return render_page(request, "pages/for_employers.html", {"promises": methods.promise_words()})


@public_page
def help(request: HttpRequest) -> HttpResponse:
    """Questions that people ask, and their answers."""
    return render_page(request, "pages/help.html", {})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """Which standard the pages keep, how that was tried, and what is not good enough yet."""
    return render_page(request, "pages/accessibility.html", {"walked_on": ACCESSIBILITY_WALKED_ON})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, why, how long, and what anybody may ask for."""
    context = {"version": PRIVACY_VERSION, "since": date_of(PRIVACY_VERSION), "operator": OPERATOR}
    return render_page(request, "pages/privacy.html", context)


@public_page
def terms(request: HttpRequest) -> HttpResponse:
    """What seekers, employers and the board owe each other."""
    context = {"version": TERMS_VERSION, "since": date_of(TERMS_VERSION), "operator": OPERATOR}
    return render_page(request, "pages/terms.html", context)


@public_page
def credits(request: HttpRequest) -> HttpResponse:
    """Where each set of data comes from, read from the SOURCE file beside it."""
    return render_page(request, "pages/credits.html", {"sources": _sources()})


@public_page
def application_process(request: HttpRequest) -> HttpResponse:
    """What can happen to an application, drawn from the table that the verbs obey."""
    stages = [
        {"label": stage.label, "text": _meaning(stage), "ways": _ways(stage)} for stage in Stage if stage != Stage.DRAFT
    ]
    context = {"stages": stages, "grace": GRACE.days, "reopen": REOPEN_WITHIN.days}
    return render_page(request, "pages/application_process.html", context)


def _ways(stage: Stage) -> list[dict]:
    """Who can bring an application into a stage, and from where."""
    ways: dict[str, list[str]] = {}
    for step in STEPS:
        if step.target == stage:
            for actor in step.actors:
                known = ways.setdefault(actor, [])
                known += [str(Stage(source).label) for source in step.sources if str(Stage(source).label) not in known]
    return [{"who": _actor(actor), "sources": sources} for actor, sources in ways.items()]


def _actor(actor: str) -> str:
    return {"seeker": _("You"), "employer": _("The employer"), "clock": _("The clock"), "board": _("The board")}[actor]


def _meaning(stage: Stage) -> str:
    return {
        Stage.SUBMITTED: _("It has reached the employer, and the promised days to a first answer are running."),
        Stage.IN_REVIEW: _("Somebody at the employer is reading it. This is not yet an answer."),
        Stage.SHORTLISTED: _("The employer wants to know more about you. This is an answer."),
        Stage.INTERVIEWING: _("You are in conversation."),
        Stage.OFFERED: _("The work is offered to you. You accept or decline."),
        Stage.HIRED: _("You have the work. Your other applications go on: hourly work does not exclude other work."),
        Stage.NOT_SELECTED: _("The employer has decided against it and says why."),
        Stage.WITHDRAWN: _("You took it back. You may apply once more."),
        Stage.DECLINED: _("You did not take the offer."),
        Stage.UNANSWERED: _(
            "The promised days and a grace are over without an answer. This is not about you. "
            "It stays in the employer's record, even if an answer comes late."
        ),
        Stage.LISTING_ENDED: _("The listing ended before you got an answer. That counts as unanswered in the employer's record."),
    }[stage]  # fmt: skip


def _sources() -> list[dict]:
    """The SOURCE files of the seeds as fields; the parts in the reader's language where there are two."""
    language = active_language()
    found = []
    for path in sorted((settings.ROOT / "seeds").glob("*/SOURCE")):
        fields: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                break
            name, colon, value = line.partition(": ")
            if colon:
                fields[name.strip()] = value.strip()
        own = {name: fields.get(f"{name}-{language}", fields.get(name, "")) for name in ("what", "changed")}
        found.append(
            {
                **{name.replace("-", "_"): value for name, value in fields.items()},
                **own,
                "date": _day(fields.get("date", "")),
            }
        )
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
