"""Drafts that are kept while they are written: which request does it, and the line that answers it.

The form sends itself with `autosave` in it; the answer is `components/_saved.html` alone, in words that are true.
"""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from careers.core import clock
from careers.core.formats import format_moment, format_time

LINE = "components/_saved.html"


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page sent this by itself, while somebody writes."""
    return request.method == "POST" and "autosave" in request.POST


def saved_words(moment: datetime, zone: str) -> str:
    """When the draft was kept, in words: the time alone when that was today in `zone`."""
    today = moment.astimezone(clock.zone(zone)).date() == clock.today(zone)
    when = format_time(moment, zone) if today else format_moment(moment, zone)
    return _("Draft saved %(time)s") % {"time": when}


def draft_saved(request: HttpRequest, moment: datetime, zone: str, *, left_out: Sequence[str] = ()) -> HttpResponse:
    """The draft is kept, but for the fields with the labels `left_out`, which stayed as they were."""
    text = saved_words(moment, zone)
    if not left_out:
        # Said aloud without the time: a reader that is told the same words again stays silent.
        return render(request, LINE, {"text": text, "is_whole": True, "aloud": _("The draft is saved.")})
    fields = ", ".join(f"“{label}”" for label in left_out)
    text = _("%(saved)s, but not %(fields)s: it is too long to be kept.") % {"saved": text, "fields": fields}
    return render(request, LINE, {"text": text, "kind": "partly", "aloud": text})


def draft_not_saved(request: HttpRequest, why: str) -> HttpResponse:
    """Nothing was kept and nothing will be: `why` says so as a sentence."""
    return render(request, LINE, {"text": why, "kind": "stopped", "aloud": why})
