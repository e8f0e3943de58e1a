"""Form fields for rows of a vocabulary that people name in words, separated by commas."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careers.core.formats import format_offset
from careers.core.text import clean_line
from careers.taxonomy.models import Country, Skill

MOST_NAMES = 60


class NamesField(forms.CharField):
    """Names in one line, separated by commas; gives what each name leads to.

    `vocabulary` is called when the form is read and gives pairs of (name, what it stands for); the first of
    several names is not special. A name that leads nowhere is refused, with the nearest ones that exist.
    """

    def __init__(
        self, *args: Any, vocabulary: Callable[[], Iterable[tuple[str, Any]]], most: int = MOST_NAMES, **kwargs: Any
    ):
        self.vocabulary = vocabulary
        self.most = most
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> list:  # type: ignore[override]
        """What the names lead to, each once, in the order they were written."""
        line = clean_line(str(value or "")[:20_000])
        names = [name.strip() for name in line.replace(";", ",").split(",") if name.strip()]
        if not names:
            return []
        if len(names) > self.most:
            raise ValidationError(
                _("These are %(count)s names; at most %(most)s fit."), params={"count": len(names), "most": self.most}
            )
        known = {name.casefold(): target for name, target in self.vocabulary()}
        unknown = [name for name in names if name.casefold() not in known]
        if unknown:
            raise ValidationError([_nothing_like(name, known) for name in unknown[:5]])
        return list(dict.fromkeys(known[name.casefold()] for name in names))

    def validate(self, value: Any) -> None:
        """At least one when it is required."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The vocabulary has judged it."""


def _nothing_like(name: str, known: dict[str, Any]) -> ValidationError:
    near = [str(known[found]) for found in get_close_matches(name.casefold()[:80], known, n=3, cutoff=0.6)]
    if near:
        return ValidationError(
            _("“%(name)s” is not in our list. Did you mean: %(near)s?"),
            params={"name": name[:60], "near": ", ".join(dict.fromkeys(near))},
        )
    return ValidationError(
        _("“%(name)s” is not in our list. Leave it out, and name it in the description."), params={"name": name[:60]}
    )


def offset_choices() -> list[tuple[Any, Any]]:
    """Offsets from UTC in minutes: every half hour, and the three quarters that somebody lives by."""
    offsets = sorted({*range(-720, 841, 30), 345, 525, 765})
    return [("", _("Not said")), *((minutes, format_offset(minutes)) for minutes in offsets)]


def skill_names() -> Iterable[tuple[str, Skill]]:
    """Every spelling of every skill."""
    for skill in Skill.objects.all():
        for name in (*skill.aliases, skill.slug, skill.name_en, skill.name_id):
            yield name, skill


def country_names() -> Iterable[tuple[str, Country]]:
    """Every country by both names and its code."""
    for country in Country.objects.all():
        for name in (country.code, country.name_en, country.name_id):
            yield name, country


class AmountField(forms.DecimalField):
    """A sum of money as people of any country type it: 8000000, 8.000.000, 12,500.50 or 12,5.

    Sums have two decimals at most, so three digits after a mark are thousands: 350.000 is 350 thousand.
    """

    default_error_messages = {"invalid": _("Write the sum in digits, such as 8.000.000 or 12.50.")}

    def __init__(self, **kwargs: Any):
        super().__init__(
            min_value=Decimal("0.01"), max_digits=14, decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs,
        )  # fmt: skip

    def to_python(self, value: Any) -> Decimal | None:
        """The sum; a ValidationError for what is no sum."""
        if isinstance(value, Decimal) or value in self.empty_values:
            return super().to_python(value)
        text = re.sub(r"[\s\u00a0]|^(?:rp|idr|usd|\$)\.?", "", str(value).strip(), flags=re.IGNORECASE)
        match = re.fullmatch(r"(\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?", text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        cents = f".{match[2]}" if match[2] else ""
        return super().to_python(re.sub("[.,]", "", match[1]) + cents)

    def prepare_value(self, value: Any) -> Any:
        """Whole sums are shown without decimals."""
        return f"{value:f}".removesuffix(".00") if isinstance(value, Decimal) else value


class HoursField(forms.DecimalField):
    """How many hours something takes, to a tenth; it may be left open."""

    def __init__(self, **kwargs: Any):
        super().__init__(min_value=0, max_value=999, decimal_places=1, required=False, **kwargs)


class SaidField(forms.ChoiceField):
    """One of several, or not said."""

    def __init__(self, *, choices: Iterable[tuple[Any, Any]], **kwargs: Any):
        super().__init__(choices=[("", _("Not said")), *choices], required=False, **kwargs)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said."""

    def __init__(self, **kwargs: Any):
        choices = [("", _("Not said")), ("True", _("Yes")), ("False", _("No"))]
        super().__init__(
            choices=choices, coerce=lambda value: value == "True", empty_value=None, required=False, **kwargs
        )


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows of a long vocabulary; `find` labels a search over them."""

    def __init__(self, *, find: Any, **kwargs: Any):
        self.find = find
        super().__init__(required=False, widget=ChosenFirst, **kwargs)


class SeveralField(forms.MultipleChoiceField):
    """Several of many choices; `find` labels a search over them."""

    def __init__(self, *, find: Any, **kwargs: Any):
        self.find = find
        super().__init__(required=False, widget=ChosenFirst, **kwargs)


class CurrencyField(forms.ModelChoiceField):
    """A currency by its code, which sums are written with, and its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Such as "IDR, Indonesian Rupiah"."""
        return f"{obj.code}, {obj.name}"


class ChosenFirst(forms.CheckboxSelectMultiple):
    """Checkboxes, those that were chosen before the rest."""

    def optgroups(self, name: str, value: list, attrs: Any = None) -> list:
        """Django's, in another order."""
        return sorted(super().optgroups(name, value, attrs), key=lambda group: not group[1][0]["selected"])
