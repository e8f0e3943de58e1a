"""The viewer's own choice."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from careers.accounts.languages import work_language_choices
from careers.accounts.viewer import Viewer
from careers.taxonomy.models import Country, Currency


class RowSelect(forms.Select):
    """A select whose options are rows: their words are marked as such."""

    def create_option(self, *args, **kwargs) -> dict:
        """As Django's, and marked."""
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-row"] = True
        return option


class ViewerForm(forms.Form):
    """Where somebody is and what they count in. Everything may be left out."""

    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("Country where you are"), required=False, widget=RowSelect
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        widget=RowSelect,
        help_text=_(
            "Times are shown in it. Left empty, work counts as open to you when any zone of your country fits."
        ),
    )
    work_languages = forms.MultipleChoiceField(
        label=_("Languages you work in"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("With some chosen, work that asks for another one counts as not open to you. Left empty, languages are not judged."),
    )  # fmt: skip
    currency = forms.ModelChoiceField(
        Currency.objects.none(), label=_("Currency"), required=False, widget=RowSelect,
        help_text=_("Pay is compared in it. Left empty, the country's currency counts."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.by_name()
        self.fields["country"].empty_label = self.fields["currency"].empty_label = _("Not said")
        self.fields["country"].label_from_instance = lambda row: row.name
        self.fields["currency"].queryset = Currency.objects.order_by("code")
        self.fields["currency"].label_from_instance = lambda row: f"{row.code} · {row.name}"
        zones = sorted(
            zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
        )
        self.fields["zone"].choices = [("", _("Not said"))] + [(zone, zone.replace("_", " ")) for zone in zones]
        self.fields["work_languages"].choices = [
            (code, format_html("<span data-row>{}</span>", name)) for code, name in work_language_choices()
        ]

    def clean(self) -> dict:
        """The zone has to be one of the country's, where both are given."""
        cleaned = super().clean() or {}
        country, zone = cleaned.get("country"), cleaned.get("zone")
        if country and zone and country.zones and zone not in country.zones:
            self.add_error(
                "zone", ValidationError(_("This time zone is not one of that country. Leave one of them empty."))
            )
        return cleaned

    @property
    def viewer(self) -> Viewer:
        """What was chosen, and no more: an empty zone leaves all of the country's, an empty currency the country's."""
        given = self.cleaned_data
        return Viewer(
            country=given["country"].code if given["country"] else "",
            zone=given["zone"],
            work_languages=tuple(given["work_languages"]),
            currency=given["currency"].code if given["currency"] else "",
        )
