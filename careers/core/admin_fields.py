"""How the admin's own forms ask: browsers' plain fields in the place of widgets that readers and keyboards cannot follow."""

from babel import Locale
from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.utils.translation import gettext as _

from careers.core.bilingual import active_language


class DayInput(forms.DateInput):
    """A day, in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RowForm(forms.ModelForm):
    """A row that is edited in its list: each field says which column and which row it is."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {self.instance}"


class PlainFields(BaseModelAdmin):
    """For an admin or an inline: no two-box selector (its lists misuse ARIA), no windows that pop up, no calendars of pictures."""

    formfield_overrides = {models.DateField: {"form_class": forms.DateField, "widget": DayInput}}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Every choice is a box in columns."""
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple(attrs={"class": "many"}))
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field:
            # Without Django's advice to hold down a key.
            field.help_text = str(db_field.help_text)
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """What is chosen is made on its own page: the pictures that open windows are left out."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


def yes_no(name: str, label):
    """A column that says yes or no in words: Django's is a picture whose description is English."""

    def said(self: admin.ModelAdmin, row: models.Model) -> str:
        return _("Yes") if getattr(row, name) else _("No")

    return admin.display(description=label, ordering=name)(said)


def language_name(code: str) -> str:
    """The name of a language in the curator's own."""
    return dict(Locale(active_language()).languages).get(code, code)


class SampleFilter(admin.BooleanFieldListFilter):
    """Samples or not: some of the columns have no name of their own."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("sample")
