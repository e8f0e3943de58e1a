"""What a curator decides, and what people write to the curators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careers.core.fields import CleanCharField, CleanTextField
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
