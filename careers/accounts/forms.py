"""What people type about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from careers.accounts.documents import PRIVACY_VERSION, TERMS_VERSION
from careers.accounts.languages import work_language_choices
from careers.accounts.models import Consent, SeekerProfile, User
from careers.core import clock
from careers.core.fields import CleanCharField, clean_formfield
from careers.taxonomy.models import Background, Country, Currency, Skill


def _documents() -> SafeString:
    # The links stand inside the sentence, so the sentence is one message with places for them.
    return format_html(
        _now("Read the <a href='{terms}'>terms of use</a> and the <a href='{privacy}'>privacy notice</a>."),
        terms=reverse("terms"),
        privacy=reverse("privacy"),
    )


class SignupDetails(forms.Form):
    """What sign-up asks besides address and password: a name, and consent."""

    field_order = ("name", "email", "password1", "agree")

    name = CleanCharField(
        label=_("Your name"), max_length=120, links=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    agree = forms.BooleanField(
        label=_("I agree to the terms of use and have read the privacy notice."),
        help_text=lazy(_documents, str)(),
        error_messages={"required": _("Agree to the terms and the privacy notice, or no account can be made.")},
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name, the language of the page, and that both documents were agreed to, in which version."""
        user.name = self.cleaned_data["name"]
        user.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.save(update_fields=["name", "language"])
        for document, version in ((Consent.Document.TERMS, TERMS_VERSION), (Consent.Document.PRIVACY, PRIVACY_VERSION)):
            Consent.objects.create(user=user, document=document, version=version, language=user.language)


def zone_choices() -> list[tuple[str, str]]:
    """Every zone that a place gives its name to."""
    names = sorted(
        name for name in clock.zone_names() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )
    return [("", _now("Not said")), *((name, name.replace("_", " ")) for name in names)]


class ProfileForm(forms.ModelForm):
    """Name, language and zone of the account, and all that a seeker says of themselves; only the name is needed."""

    name = CleanCharField(
        label=_("Your name"), max_length=120, links=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language of the board and its mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        required=False,
        help_text=_("Times are shown to you in this zone. Employers see it when you apply."),
    )
    work_languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"),
        choices=work_language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.ModelMultipleChoiceField(
        label=_("Skills"),
        queryset=Skill.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as many as are true."),
    )

    class Meta:
        model = SeekerProfile
        fields = (
            "headline", "about", "background", "skills", "work_languages", "country", "hours_min", "hours_max",
            "pay_floor", "pay_floor_currency", "pay_floor_per", "visibility",
        )  # fmt: skip
        formfield_callback = clean_formfield
        help_texts = {
            "headline": _("One line, for example: journalist who checks facts."),
            "pay_floor": _("Nobody is shown this. It is used to compare listings with what you need."),
            "visibility": _("Whoever you apply to sees your profile with the application."),
        }
        widgets = {"visibility": forms.RadioSelect}

    field_order = (
        "name", "language", "zone", "country", "headline", "about", "background", "skills", "work_languages",
        "hours_min", "hours_max", "pay_floor", "pay_floor_currency", "pay_floor_per", "visibility",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        self.user = user
        profile = SeekerProfile.objects.filter(user=user).first() or SeekerProfile(user=user)
        mine = {"name": user.name, "language": user.language, "zone": user.zone or profile.zone}
        super().__init__(*args, instance=profile, initial=mine, **kwargs)
        if profile.pay_floor is not None:
            # As people write it: 60000, not 60000.00.
            self.initial["pay_floor"] = f"{profile.pay_floor:f}".removesuffix(".00")
        self.fields["skills"].queryset = Skill.objects.by_name()
        self.fields["skills"].find = _now("Look in this list")
        self.fields["about"].widget.attrs["rows"] = 5
        for name, model in (("background", Background), ("country", Country)):
            self.fields[name].queryset = model.objects.by_name()
            self.fields[name].empty_label = _now("Not said")
        self.fields["pay_floor_currency"].queryset = Currency.objects.order_by("code")
        self.fields["pay_floor_currency"].empty_label = _now("Not said")

    def fieldsets(self) -> list[tuple[str, list[list[forms.BoundField]]]]:
        """Heading and rows of fields, for the template: who one is, what one brings, what one looks for, who sees it."""
        groups = (
            (_now("You"), (("name",), ("language",), ("zone",), ("country",))),
            (_now("What you bring"), (("headline",), ("about",), ("background",), ("skills",), ("work_languages",))),
            (
                _now("What you look for"),
                (("hours_min", "hours_max"), ("pay_floor", "pay_floor_currency", "pay_floor_per")),
            ),
            (_now("Who sees it"), (("visibility",),)),
        )
        return [(heading, [[self[name] for name in row] for row in rows]) for heading, rows in groups]

    def clean(self) -> dict[str, Any]:
        """Hours in order, and a sum of money only with its currency and period."""
        data = super().clean() or {}
        least, most = data.get("hours_min"), data.get("hours_max")
        if least is not None and most is not None and least > most:
            self.add_error("hours_max", _("This is less than the hours above. Give the larger number here."))
        floor = data.get("pay_floor")
        if floor is not None and floor <= 0 and "pay_floor" not in self.errors:
            self.add_error("pay_floor", _("Give a sum above zero, or leave it empty."))
        if floor is not None and "pay_floor" not in self.errors:
            for part in ("pay_floor_currency", "pay_floor_per"):
                if not data.get(part) and part not in self.errors:
                    self.add_error(part, _("A sum needs its currency and whether it is for an hour or a month."))
        return data

    def save(self, commit: bool = True) -> SeekerProfile:
        """Keep the profile and what belongs to the account; a zone is one thing to a person, so both rows get it."""
        self.instance.zone = self.cleaned_data["zone"]
        profile = super().save(commit)
        for field in ("name", "language", "zone"):
            setattr(self.user, field, self.cleaned_data[field])
        self.user.save(update_fields=["name", "language", "zone"])
        return profile


class DeleteAccountForm(forms.Form):
    """The last word before an account is deleted."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be taken back."),
        error_messages={"required": _("Tick this, or nothing is deleted.")},
    )
