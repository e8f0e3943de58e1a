"""What people type about an organisation and its members."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careers.accounts.forms import zone_choices
from careers.core.fields import CleanCharField, CleanTextField, MarkdownField
from careers.employers.models.employer import Employer
from careers.employers.models.people import Membership
from careers.taxonomy.models import Country

ABOUT_LENGTH = 6000


class EmployerForm(forms.Form):
    """An organisation, founded or edited. Nothing is written here: the verbs of Employer take `cleaned_data`."""

    name = CleanCharField(
        label=_("Name of the organisation"),
        min_length=2,
        max_length=120,
        links=False,
        help_text=_(
            "As people know it. A name that is very near to another employer's is looked at by a curator first."
        ),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("The whole address, for example https://name.co.id. It is what a mailbox is compared with."),
    )
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none())
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("A day ends at midnight here: closing dates and promises are counted in this zone."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("New listings start in this language.")
    )
    track = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=Employer.Track.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A local government is proven by a mailbox that only public bodies get, such as one under go.id."),
    )
    about = MarkdownField(
        label=_("About the organisation"),
        max_length=ABOUT_LENGTH,
        required=False,
        help_text=_("What you do and for whom. Plain text or Markdown."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.by_name()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, employer: Employer, data: Any = None) -> "EmployerForm":
        """The form filled with what stands now."""
        return cls(data, initial={name: getattr(employer, name) for name in cls.base_fields})

    def clean_zone(self) -> str:
        """A zone must be chosen."""
        return self.cleaned_data["zone"]

    def clean_website(self) -> str:
        """A web address without a name or password in it."""
        website = self.cleaned_data["website"]
        if website and (urlsplit(website).scheme not in ("http", "https") or "@" in urlsplit(website).netloc):
            raise ValidationError(_("Write a web address that starts with https://."))
        return website


class InvitationForm(forms.Form):
    """Whom to invite, as what, and in which language the mail speaks."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The invitation can only be accepted by somebody who has confirmed this address."),
        # Somebody else's address: the browser's own suggestions would all be wrong.
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Membership.Role.choices, initial="recruiter", widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        """In lower case, as accounts keep it."""
        return self.cleaned_data["email"].lower()


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class EmployerCloseForm(forms.Form):
    """The last word before an employer leaves the board."""

    reason = CleanTextField(label=_("Why, for our record"), max_length=1000, required=False)
    sure = forms.BooleanField(
        label=_("I understand that this cannot be taken back."),
        error_messages={"required": _("Tick this box to close the employer.")},
    )
