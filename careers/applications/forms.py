"""The form of an application: the same for a draft, which may have gaps, and for the moment of sending, which may not."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.applications.models.application import Application
from careers.core.fields import CleanCharField, CleanTextField, DocumentField
from careers.core.text import RAW_LIMIT, clean_line, clean_text
from careers.core.uploads import MAX_BYTES
from careers.listings.models.details import ScreeningQuestion
from careers.listings.models.listing import Listing

NAME_LENGTH = 120
LETTER_LENGTH = 8000
SHORT_LENGTH = 300
LONG_LENGTH = 4000
CV_HELP = _("PDF, DOCX or TXT, at most %(size)s MB. Nobody sees it before you send the application.")


class OwnWords(forms.RadioSelect):
    """Radio buttons whose labels are somebody's own words."""

    template_name = "applications/_own_words.html"


class ApplicationForm(forms.Form):
    """Name, letter, CV and the answers to one listing's questions. `final` also asks for what may not be missing."""

    name = CleanCharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        required=False,
        links=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    cover_letter = CleanTextField(
        label=_("Cover letter"),
        max_length=LETTER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Why this work, and what from your past helps you to do it."),
    )
    cv = DocumentField(label=_("CV"), required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, listing: Listing, user: User, draft: Application | None = None,
        final: bool = False,
    ):  # fmt: skip
        self.listing, self.draft, self.final = listing, draft, final
        self.questions = list(listing.questions.all())
        kept = {answer.question_id: answer.text for answer in draft.answers.all()} if draft else {}
        self.begun = {"name": draft.name if draft else user.name, "cover_letter": draft.cover_letter if draft else ""}
        self.begun |= {self.key(question): kept.get(question.pk, "") for question in self.questions}
        super().__init__(self.begun if final else data, files, initial=self.begun)
        self.fields["cv"].help_text = CV_HELP % {"size": MAX_BYTES // 1024**2}
        for question in self.questions:
            self.fields[self.key(question)] = answer_field(question)
        for name in ("name", *(self.key(question) for question in self.questions if question.is_required)):
            # A draft may have gaps, but nobody is told that what is owed in the end is optional.
            self.fields[name].is_owed = True  # type: ignore[attr-defined]
            self.fields[name].required = final

    @staticmethod
    def key(question: ScreeningQuestion) -> str:
        """The name of a question's field."""
        return f"question-{question.pk}"

    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the employer's questions, for the template that draws them apart from the rest."""
        return [self[self.key(question)] for question in self.questions]

    def clean(self) -> dict[str, Any]:
        """At the end there must be something to read: a letter, a CV or an answer."""
        data = super().clean() or {}
        if self.final and not (
            data.get("cover_letter") or (self.draft and self.draft.cv) or any(self.answers().values())
        ):
            self.add_error("cover_letter", _("Write a letter or attach a CV, so that there is something to read."))
        return data

    def answers(self) -> dict[ScreeningQuestion, str]:
        """The answers that are sound, by question."""
        found = {question: self.cleaned_data.get(self.key(question)) for question in self.questions}
        return {question: text for question, text in found.items() if text is not None}

    def keep(self, application: Application, *, drop_cv: bool = False) -> None:
        """Keep all that is sound in the draft, whatever is wrong with the rest."""
        columns = {name: self.cleaned_data[name] for name in ("name", "cover_letter") if name in self.cleaned_data}
        application.write_draft(columns, self.answers(), cv=self.cleaned_data.get("cv"), drop_cv=drop_cv)

    def keep_as_typed(self, application: Application) -> list[str]:
        """Keep all that a draft can hold, sound for sending or not; gives the labels of the fields that it cannot hold."""
        self.full_clean()
        labels = {"name": self.fields["name"].label, "cover_letter": self.fields["cover_letter"].label}
        labels |= {self.key(question): question.text for question in self.questions}
        held = {name: self._held(name) for name in labels}
        columns = {name: text for name in ("name", "cover_letter") if (text := held[name]) is not None}
        answers = {one: text for one in self.questions if (text := held[self.key(one)]) is not None}
        application.write_draft(columns, answers)
        return [str(labels[name]) for name, text in held.items() if text is None]

    def _held(self, name: str) -> str | None:
        if name in self.cleaned_data:
            return self.cleaned_data[name]
        raw = self.data.get(name, "")
        if isinstance(self.fields[name], forms.ChoiceField) or len(raw) > RAW_LIMIT:
            return None
        text = clean_line(raw) if name == "name" else clean_text(raw)
        return None if name == "name" and len(text) > NAME_LENGTH else text


def answer_field(question: ScreeningQuestion) -> forms.Field:
    """The field that a question is answered in; never required by itself, a draft may have gaps."""
    kinds = ScreeningQuestion.Kind
    # The words are the employer's: marked as such wherever the label stands, so that nobody takes them for ours.
    label = format_html('<span data-ugc dir="auto">{}</span>', question.text)
    common: dict[str, Any] = {"label": label, "required": False}
    if question.kind == kinds.LONG:
        return CleanTextField(max_length=LONG_LENGTH, widget=forms.Textarea(attrs={"rows": 5}), **common)
    if question.kind == kinds.YES_NO:
        return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **common)
    if question.kind == kinds.CHOICE:
        return forms.ChoiceField(choices=[(choice, choice) for choice in question.choices], widget=OwnWords, **common)
    return CleanCharField(max_length=SHORT_LENGTH, **common)
