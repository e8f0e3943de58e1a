"""The fields of a search: each takes the repeated values of one word of an address, and refuses what makes no sense."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from careers.accounts.viewer import NOBODY
from careers.core import clock
from careers.core.bilingual import active_language
from careers.employers.models.employer import Employer
from careers.employers.models.log import EmployerSlug
from careers.taxonomy import filters as vocabulary

TRACKING = re.compile(r"utm_\w{1,40}|gclid|fbclid")
MOST_VALUES = 40
LONGEST_QUERY = 200
HOURS_A_WEEK = 7 * 24
_GROUPED = re.compile(r"\d{1,3}(?:[., \u00a0]\d{3}){2,}")


class SlugsField(forms.Field):
    """Rows named by slug, any of them. `find` is given slugs, and gives slug → row at least for those that lead to one."""

    widget = forms.SelectMultiple

    def __init__(self, *args, find: Callable[[list[str]], Mapping[str, Any]], **kwargs):
        self.find = find
        super().__init__(*args, **kwargs)

    def to_python(self, value) -> list:
        """The rows, each once; a ValidationError that names the first slug which leads nowhere."""
        slugs = list(dict.fromkeys(value or []))
        if not slugs:
            return []
        if len(slugs) > MOST_VALUES or any(len(slug) > 120 or "\0" in slug for slug in slugs):
            raise ValidationError(_("These are too many or too long. Choose from the list."), code="invalid")
        found = self.find(slugs)
        for slug in slugs:
            if slug not in found:
                raise ValidationError(
                    _("“%(value)s” is not known here. Choose from the list."), "unknown", {"value": slug}
                )
        return list({found[slug].pk: found[slug] for slug in slugs}.values())


class ChoicesField(forms.MultipleChoiceField):
    """Any of several fixed words."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not known here. Choose from the list.")}

    def validate(self, value) -> None:
        """Each must be one of the choices; what is quoted back is cut."""
        for one in value:
            if not self.valid_value(one):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": one[:60]})


class OneChoiceField(forms.ChoiceField):
    """One of several fixed words, or none."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not known here. Choose from the list.")}

    def validate(self, value) -> None:
        """It must be one of the choices; what is quoted back is cut."""
        if value and not self.valid_value(value):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": str(value)[:60]})


class FlagField(forms.Field):
    """1, or not there at all."""

    def to_python(self, value) -> bool:
        """True for "1"; a ValidationError for anything else that is not empty."""
        if value in self.empty_values:
            return False
        if value != "1":
            raise ValidationError(_("Only 1 can stand here."), code="invalid")
        return True


class SumField(forms.DecimalField):
    """A sum of money as people type it: 8000000, 8.000.000 or 12.50."""

    default_error_messages = {"invalid": _("Write the sum in digits, such as 8000000 or 12.50.")}

    def __init__(self, **kwargs):
        super().__init__(min_value=Decimal("0.01"), max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value) -> Decimal | None:
        """The sum, with the marks between thousands taken out."""
        text = str(value or "").strip()
        return super().to_python(re.sub(r"[., \u00a0]", "", text) if _GROUPED.fullmatch(text) else text)


class CurrencyField(forms.CharField):
    """The code of a currency that the board knows."""

    def clean(self, value) -> str:
        """The code in capitals."""
        code = super().clean(value).upper()
        if code and not (re.fullmatch("[A-Z]{3}", code) and code in vocabulary.currencies()):
            raise ValidationError(
                _("“%(value)s” is not a currency. Choose from the list."), "unknown", {"value": code[:20]}
            )
        return code


class CountryField(forms.CharField):
    """The ISO 3166 code of a country that the board knows."""

    def clean(self, value) -> str:
        """The code in capitals."""
        code = super().clean(value).upper()
        if code and not (re.fullmatch("[A-Z]{2}", code) and code in vocabulary.countries()):
            raise ValidationError(
                _("“%(value)s” is not a country. Choose from the list."), "unknown", {"value": code[:20]}
            )
        return code


class ZoneField(forms.CharField):
    """An IANA time zone, such as Asia/Jakarta."""

    def clean(self, value) -> str:
        """The name as it is written in the list of zones."""
        zone = super().clean(value)
        if zone and zone not in clock.zone_names():
            raise ValidationError(
                _("“%(value)s” is not a time zone. Choose from the list."), "unknown", {"value": zone[:60]}
            )
        return zone


class LanguagesField(forms.MultipleChoiceField):
    """ISO 639 codes of languages, any of those that have a name."""

    def validate(self, value) -> None:
        """Each must be a language; what is quoted back is cut."""
        for code in value:
            if code not in Locale("en").languages or len(code) > 3:
                raise ValidationError(
                    _("“%(value)s” is not a language. Choose from the list."), "unknown", {"value": code[:20]}
                )


class SearchForm(forms.Form):
    """What every search must keep: known words only, one value where only one makes sense, a floor that is whole.

    `usual_viewer` is who asks when the address does not say it: some words need to know where somebody is.
    """

    usual_viewer = NOBODY

    def __init__(self, *args, **kwargs):
        # The page writes its own inputs, named like the words; errors link to them.
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    def clean(self) -> dict:
        """The words together; unknown ones stand in the summary, for they have no field."""
        cleaned = super().clean() or {}
        known = set(self.fields)
        strange = [name for name in self.data if name not in known and not TRACKING.fullmatch(name)]
        if strange:
            raise ValidationError(
                _("This search has a word that is not known here: %(words)s. Take it out of the address."),
                code="unknown_word",
                params={"words": ", ".join(name[:40] for name in sorted(strange)[:5])},
            )
        for name, field in self.fields.items():
            single = not isinstance(field, SlugsField | forms.MultipleChoiceField)
            if single and name in self.data and len(set(self.data.getlist(name))) > 1:
                self.add_error(name, ValidationError(_("Give one value here, not several."), code="several"))
        if cleaned.get("pay_from") is not None:
            if not cleaned.get("currency") and "currency" not in self.errors:
                self.add_error("currency", ValidationError(_("Say in which currency this sum is."), code="required"))
            if not cleaned.get("per") and "per" not in self.errors:
                self.add_error(
                    "per", ValidationError(_("Say whether this sum is for an hour or a month."), code="required")
                )
        self._need_a_place(cleaned)
        return cleaned

    def _need_a_place(self, cleaned: dict) -> None:
        """What is judged for somebody needs a place to judge it from."""
        viewer = self.usual_viewer.asking(country=cleaned.get("country") or "", zone=cleaned.get("zone") or "")
        if cleaned.get("eligibility") and not viewer.country and "country" not in self.errors:
            self.add_error(
                "country",
                ValidationError(_("Say in which country you are, to see what is open to you."), code="required"),
            )
        if cleaned.get("overlap") and not (viewer.zone or viewer.country) and "zone" not in self.errors:
            self.add_error("zone", ValidationError(_("Say in which time zone or country you are."), code="required"))


def without_empty(data) -> MultiValueDict:
    """The words of an address without those that have no value: an empty value is no value."""
    words = MultiValueDict(data) if isinstance(data, QueryDict | MultiValueDict) else MultiValueDict(
        {name: list(value) if isinstance(value, list | tuple) else [value] for name, value in (data or {}).items()}
    )  # fmt: skip
    kept = {name: [str(value) for value in words.getlist(name) if str(value).strip()] for name in words}
    return MultiValueDict({name: values for name, values in kept.items() if values})


def find_employers(slugs: list[str]) -> dict[str, Employer]:
    """Slug, present or former → the public employer that has it; of the employer no more than its names."""
    known = EmployerSlug.objects.filter(slug__in=slugs, employer__state="active").select_related("employer")
    return {row.slug: row.employer for row in known.only("slug", "employer__slug", "employer__name")}


class HoursField(forms.DecimalField):
    """A number of hours or minutes as people type it: 12, 1.5 or 1,5."""

    default_error_messages = {"invalid": _("Write a number, such as 12 or 1.5.")}

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 8}
        super().__init__(
            decimal_places=1, required=False, localize=False, widget=forms.TextInput(attrs=attrs), **kwargs
        )
        # Not required, for an empty one stands for what is stated: but not optional either.
        self.is_owed = True

    def to_python(self, value) -> Decimal | None:
        """The number; a comma is a decimal point."""
        return super().to_python(str(value or "").strip().replace(",", "."))


def _as_typed(value: Decimal | int) -> str:
    """A number as a reader of this page would write it: 12, 1.5, in Indonesian 1,5."""
    return f"{Decimal(value).normalize():f}".replace(".", "," if active_language() == "id" else ".")


class EffortForm(forms.Form):
    """What somebody would put into hourly or per-task work: the calculator on a listing's page.

    `words` are those of the address; one that is not there or empty stands as `stated`. The minutes are only asked
    where a task has paid ones.
    """

    PREFIX = "effective_"

    effective_hours = HoursField(
        label=_("Your hours a week"), min_value=Decimal("0.5"), max_value=Decimal(HOURS_A_WEEK)
    )
    effective_weeks = forms.IntegerField(
        label=_("For how many weeks"), min_value=1, max_value=520, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        error_messages={"invalid": _("Write a whole number.")},
    )  # fmt: skip
    effective_unpaid = HoursField(label=_("Unpaid hours in that time"), min_value=Decimal(0), max_value=Decimal(9999))
    effective_minutes = HoursField(
        label=_("Minutes a task takes you"), min_value=Decimal("0.5"), max_value=Decimal(6000)
    )

    def __init__(self, words: QueryDict, stated: dict[str, Decimal | int | None]):
        self.given = {
            name: [value for value in words.getlist(name) if value.strip()] for name in words if self.is_word(name)
        }
        self.given = {name: values for name, values in self.given.items() if values}
        known = {name: _as_typed(value) for name, value in stated.items() if value is not None}
        super().__init__(known | {name: values[-1] for name, values in self.given.items()}, auto_id="%s")
        self.fields["effective_weeks"].is_owed = True  # type: ignore[attr-defined]
        if "effective_minutes" not in stated:
            del self.fields["effective_minutes"]

    @classmethod
    def is_word(cls, name: str) -> bool:
        """Whether a word of an address is meant for the calculator."""
        return name.startswith(cls.PREFIX)

    def clean(self) -> dict:
        """One value each; a word that is not known stands in the summary, for it has no field."""
        for name, values in self.given.items():
            if name in self.fields and len(set(values)) > 1:
                self.add_error(name, ValidationError(_("Give one value here, not several."), code="several"))
        strange = sorted(set(self.given) - set(self.base_fields))  # type: ignore[attr-defined]
        if strange:
            raise ValidationError(
                _("This address has a word that is not known here: %(words)s. Take it out."),
                code="unknown_word",
                params={"words": ", ".join(name[:40] for name in strange[:5])},
            )
        return self.cleaned_data
