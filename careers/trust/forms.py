"""What a curator decides, and what people write to the curators: messages, and disputes of an answer record."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careers.applications.models.application import Application
from careers.core import clock
from careers.core.fields import CleanCharField, CleanTextField
from careers.core.formats import format_date, last_day_of
from careers.trust.models import ContactMessage, Decision

MOVED = _("Something has happened here since you opened this page. Look at the log, then decide. Your words are kept.")


class DecisionForm(forms.Form):
    """One decision among those that are possible now, with its reason."""

    kind = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This can no longer be decided. Choose again.")},
    )  # fmt: skip
    reason_code = forms.ChoiceField(
        label=_("Reason"), choices=Decision.Reason, required=False,
        help_text=_("Owed when you decide against the employer: here, or in words."),
    )  # fmt: skip
    reason = CleanTextField(
        label=_("In words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The employer reads this. Say what to change, not only what is wrong."),
    )

    def __init__(self, *args, kinds: tuple[str, ...], has_moved: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_moved = has_moved
        self.fields["kind"].choices = [(kind, Decision.Kind(kind).label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0]

    def clean(self):
        """A refusal owes its reason; and nobody decides about what has changed under their eyes."""
        data = super().clean() or {}
        if self.has_moved:
            self.add_error(None, MOVED)
        code, words = data.get("reason_code", ""), data.get("reason", "")
        if data.get("kind") in Decision.REASON_OWED and not code and not words:
            self.add_error("reason_code", _("Choose a reason or write one. The employer reads it."))
        if code == Decision.Reason.OTHER and not words:
            self.add_error("reason", _("Write the reason in words. The employer reads it."))
        return data


class DisputeDecisionForm(forms.Form):
    """Whether the employer is right about its record."""

    verdict = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[
            ("uphold", _("Uphold: these applications no longer count")),
            ("refuse", _("Refuse: they go on counting")),
        ],
    )  # fmt: skip
    reason = CleanTextField(
        label=_("In words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The owners read this. A refusal owes it."),
    )  # fmt: skip

    def clean(self):
        """A refusal owes its reason."""
        data = super().clean() or {}
        if data.get("verdict") == "refuse" and not data.get("reason"):
            self.add_error("reason", _("Write why. The employer reads it."))
        return data


class _CountedField(forms.ModelMultipleChoiceField):
    """Applications as their employer knows them: whose, to which listing, due when, and what became of the answer."""

    zone = "UTC"

    def label_from_instance(self, application):
        """One line; what people wrote keeps its own direction."""
        day = last_day_of(application.promise_due_at, self.zone)
        if application.answered_at is None:
            said = _("due %(day)s, not answered") % {"day": day}
        else:
            answered = format_date(application.answered_at.astimezone(clock.zone(self.zone)).date())
            said = _("due %(day)s, answered on %(answered)s") % {"day": day, "answered": answered}
        # One element, beside the box.
        shown = '<span><bdi data-ugc>{}</bdi> · <bdi data-ugc>{}</bdi> · <span class="soft">{}</span></span>'
        return format_html(shown, application.name or "–", application.listing.title, said)


class DisputeForm(forms.Form):
    """An owner names applications that fell due and were not answered in time, and says why they should not count."""

    applications = _CountedField(
        label=_("Which applications should not count?"), queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one application.")},
    )  # fmt: skip
    text = CleanTextField(
        label=_("Why do they say nothing about you?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A curator reads this and decides. Say what happened, and how one can see it."),
    )  # fmt: skip

    def __init__(self, *args, employer, applications, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applications"].zone = employer.zone
        self.fields["applications"].queryset = applications


class ContactForm(forms.ModelForm):
    """A message to the curators; the website field is a trap that people do not see."""

    name = CleanCharField(
        label=_("Your name"), max_length=120, required=False, help_text=_("You may leave this empty."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    text = CleanTextField(
        label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say what happened and on which page. Never send passwords or bank details."),
    )  # fmt: skip

    class Meta:
        model = ContactMessage
        fields = ("topic", "text", "name", "email", "page")
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}
        labels = {"email": _("Email address"), "topic": _("What is it about?"), "page": _("Address of the page")}
        help_texts = {
            "email": _("A curator answers to this address. It is used for nothing else."),
            "page": _("If it is about one page, paste its address here. You may leave this empty."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = ContactMessage.Topic.choices
