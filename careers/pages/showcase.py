"""The living page of components, in development only: each one in its states, fed with invented values."""

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.marks import Marked
from careers.pages.loom import Strand, loom
from careers.pages.notices import Notice

HUES = ("kunyit", "suji", "tarum", "secang", "mengkudu", "telang", "manggis", "ketapang")


class ShowcaseForm(forms.Form):
    """One field of each kind."""

    headline = forms.CharField(label="Headline", help_text="In one line, as you would say it.", max_length=80)
    hours = forms.IntegerField(label="Hours a week", help_text="Between 10 and 20.", min_value=10, max_value=20)
    story = forms.CharField(
        label="A fact you corrected", widget=forms.Textarea(attrs={"maxlength": 2000}), required=False
    )
    period = forms.ChoiceField(label="Pay period", choices=[("hour", "hour"), ("month", "month")])
    reading = forms.ChoiceField(
        label="How well do you read English?",
        widget=forms.RadioSelect,
        choices=[("a", "Technical documents, without a dictionary"), ("b", "News, now and then a word")],
    )
    backgrounds = forms.MultipleChoiceField(
        label="Where you come from",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("j", "Journalism"), ("t", "Teaching"), ("l", "Law")],
    )
    cv = forms.FileField(label="CV", help_text="PDF, DOCX or TXT, at most 5 MB.", required=False)
    consent = forms.BooleanField(label="I have read the terms.", help_text="Version of 21 November 2026.")


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state; a 404 outside development."""
    if not settings.IS_DEVELOPMENT:
        raise Http404
    return render(
        request,
        "dev/components.html",
        {
            "title": _("Components"),
            "hues": HUES,
            "cards": [_card(n) for n in range(5)],
            "form": ShowcaseForm(prefix="empty"),
            "wrong_form": ShowcaseForm({"wrong-hours": "25", "wrong-headline": "I check facts"}, prefix="wrong"),
            "facts": [
                ("Status", "Contractor"),
                ("Hours", "10–20 a week, not guaranteed"),
                ("Paid", "Weekly, by bank transfer"),
            ],
            "items": [
                {"state": "done", "title": "Submitted", "when": "4 November, 09:12"},
                {"state": "done", "title": "In review", "when": "6 November"},
                {
                    "state": "now",
                    "title": "Shortlisted",
                    "when": "10 November",
                    "text": "Clear sources, good judgement.",
                },
                {"state": "to-come", "title": "An answer", "when": "by 24 November"},
            ],
            "steps": [
                {"state": "done", "label": "What", "url": "#steps"},
                {"state": "now", "label": "Pay and terms", "url": "#steps"},
                {"state": "to-come", "label": "Preview", "url": ""},
            ],
            "tabs": [
                {"label": "Applicants", "url": "#tabs", "count": 23, "is_current": True},
                {"label": "Listing", "url": "#tabs", "count": None, "is_current": False},
            ],
            "places": ["late"] + ["taken"] * 16 + [""] * 3,
            "loosened": [
                {"count": 11, "text": "Pay at least Rp 15 million instead of Rp 25 million", "url": "#empty"},
                {"count": 9, "text": "Hours need not be guaranteed", "url": "#empty"},
            ],
            "sample_messages": [
                Message(constants.SUCCESS, "The draft is saved."),
                Message(constants.ERROR, "We could not send it. Nothing you wrote is lost."),
            ],
            "notices": [
                Notice(
                    kind="offered",
                    text="You have an offer.",
                    url="#more",
                    at=clock.now(),
                    note="Answer by 24 November 2026, 17:00 WIB.",
                    about="Indonesian writing for model training",
                    by="Kalam Data",
                    is_sample=True,
                )
            ],
            "loom": _loom(),
            "crumbs": [("Listings", "#"), ("AI Model Trainer", "#")],
        },
    )


def _loom() -> object:
    strands = [
        Strand(*values) for values in (("Journalism", "Trainer", "kunyit", 9, "9"), ("Law", "Editor", "secang", 3, "3"))
    ]
    names = (("Trainer", "kunyit"), ("Editor", "secang"))
    return loom(strands, [{"name": name, "hue": hue, "count_label": "9", "url": "#drawings"} for name, hue in names])


def _card(number: int) -> dict[str, object]:
    verdicts = (
        ("open", "Open to you from Indonesia", ""),
        ("not-open", "Not open to Indonesia", "Philippines and Malaysia only"),
        ("not-stated", "Employer has not said", ""),
        ("open", "Open to you from Indonesia", "worldwide"),
        ("fact", "Open to Indonesia, Malaysia", ""),
    )
    kind, words, reason = verdicts[number]
    stated = number != 2
    return {
        "hue": HUES[number],
        "kicker": (
            "AI Model Trainer",
            "AI Prompt Engineer",
            "Data Analyst & Machine Learning",
            "AI Content Editor",
            "AI Security Specialist",
        )[number],
        "age": "2 days ago",
        "title": Marked("Indonesian writing for model training", ((11, 18),) if number == 1 else ()).html(),
        "extract": Marked("… you write answers in Indonesian and compare …", ((6, 11),)).html() if number == 1 else "",
        "url": "#card",
        "by": "Kalam Data (sample)",
        "is_sample": True,
        "level": number % 4,
        "level_words": ("Not verified", "Mailbox verified", "Domain proven", "Documents seen")[number % 4],
        "verdict_kind": kind,
        "verdict": words,
        "verdict_reason": reason,
        "eligibility": "" if kind == "fact" else kind,
        "note": "Journalism background welcome" if number == 0 else "",
        "pay": {
            "stated": "USD\u00a018–24",
            "unit": "/ hour",
            "about": "≈ Rp\u00a012.7–33.8 million / month",
            "how": "at 10–20 hours a week, as stated",
        }
        if stated
        else {"stated": "Pay not stated"},
        "hours": "10–20 a week, not guaranteed",
        "terms": "Contractor, training paid",
        "crowd": number + 1,
        "crowd_words": ("fewer than 10", "10–49", "50–199", "200–499", "500 or more")[number],
        "crowd_full": "queue full" if number == 3 else "",
        "answers": "4 days median, 91% of 34" if number != 2 else "",
        "public_id": f"sample-{number}",
    }
