"""The questions to applicants, as their writer types them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careers.core.fields import CleanCharField, CleanTextField
from careers.listings.models.details import ScreeningQuestion
from careers.listings.models.listing import Listing

EMPTY_SHOWN = 2


class QuestionForm(forms.Form):
    """One question to applicants; an empty one is none."""

    text = CleanCharField(label=_("Question"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Answered by"), choices=ScreeningQuestion.Kind.choices, initial="short")
    choices = CleanTextField(
        label=_("Choices, one a line"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)

    def clean_choices(self) -> list[str]:
        """The lines that say something, each once."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()))
        if len(lines) > 12 or any(len(line) > 120 for line in lines):
            raise ValidationError(_("Give at most 12 choices of at most 120 characters."))
        return lines

    def clean(self) -> dict[str, Any]:
        """Choices where one chooses, and only there."""
        data = super().clean() or {}
        if (
            data.get("text")
            and data.get("kind") == ScreeningQuestion.Kind.CHOICE
            and len(data.get("choices") or []) < 2
        ):
            if "choices" not in self.errors:
                self.add_error("choices", _("Give at least two choices, one a line."))
        elif data.get("kind") != ScreeningQuestion.Kind.CHOICE:
            data["choices"] = []
        return data


QuestionFormSet = forms.formset_factory(
    QuestionForm, extra=0, max_num=ScreeningQuestion.MOST, absolute_max=ScreeningQuestion.MOST, validate_max=True
)


def question_forms(listing: Listing, data: Any = None) -> forms.BaseFormSet:
    """A form for each question that stands, and some empty ones."""
    initial = [
        {"text": row.text, "kind": row.kind, "choices": "\n".join(row.choices), "is_required": row.is_required}
        for row in listing.questions.all()
    ]
    # What was sent stands for itself: compared with the rows, a question that is sent again would count as empty.
    formset = QuestionFormSet(data, initial=None if data is not None else initial, prefix="questions")
    formset.extra = min(EMPTY_SHOWN, ScreeningQuestion.MOST - len(initial))
    return formset


def questions_of(formset: forms.BaseFormSet) -> list[dict]:
    """The questions that were written, in order; each words once."""
    written = [form.cleaned_data for form in formset if form.cleaned_data.get("text")]
    return list({question["text"]: question for question in written}.values())


def sound_questions(formset: forms.BaseFormSet, listing: Listing) -> tuple[list[dict] | None, list[str]]:
    """The questions that a draft can keep (None: as they stand), and the names of those that it cannot."""
    if not formset.management_form.is_valid():
        return None, []
    standing = {row.text: row for row in listing.questions.all()}
    kept, left_out = {}, []
    for number, form in enumerate(formset, 1):
        text = "" if form.errors and "text" in form.errors else form.cleaned_data.get("text", "")
        if form.errors:
            left_out.append(_("Question %(number)s") % {"number": number})
            if row := standing.get(text):
                kept[text] = {"text": text, "kind": row.kind, "choices": row.choices, "is_required": row.is_required}
        elif text:
            kept[text] = form.cleaned_data
    return list(kept.values()), left_out
