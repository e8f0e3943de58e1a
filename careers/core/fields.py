"""Form fields for what people type and paste: cleaned first, then judged."""

from typing import Any

from django import forms
from django.db import models

from careers.core.markdown import MAX_LENGTH, clean_source
from careers.core.text import RAW_LIMIT, check_length, clean_line, clean_text, refuse_links
from careers.core.uploads import check_document


class CleanCharField(forms.CharField):
    """One line, such as a title or a name. `links=False` refuses web and mail addresses in it."""

    def __init__(self, *args: Any, links: bool = True, **kwargs: Any):
        self.links = links
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str | None:
        """The clean line; a ValidationError when it is absurdly long or carries an address that it may not."""
        if len(str(value or "")) > RAW_LIMIT:
            check_length(str(value), self.max_length or RAW_LIMIT)
        text = super().to_python(clean_line(str(value)) if value not in self.empty_values else value)
        if text and not self.links:
            refuse_links(text)
        return text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As Django's, and the direction follows the first strong letter."""
        return {**super().widget_attrs(widget), "dir": "auto"}


class CleanTextField(forms.CharField):
    """Several lines of plain text, at most `max_length` characters once they are clean."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        """The clean text; a ValidationError that says how long it is and may be."""
        if value in self.empty_values:
            return super().to_python(value)
        if len(str(value)) > RAW_LIMIT:
            check_length(str(value), self.max_length or RAW_LIMIT)
        text = self.cleaned(str(value))
        if self.max_length is not None:
            check_length(text, self.max_length)
        return super().to_python(text)

    def cleaned(self, text: str) -> str:
        """What is kept of a text that is not empty."""
        return clean_text(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: with it a browser cuts a long paste in silence, where we can say how long it is."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return {**attrs, "dir": "auto"}


class MarkdownField(CleanTextField):
    """A description in Markdown; whole pages and templates are reduced to their text."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)

    def cleaned(self, text: str) -> str:
        """The clean Markdown source."""
        return clean_source(text, maximum=self.max_length or MAX_LENGTH)


class DocumentField(forms.FileField):
    """A PDF, DOCX or TXT file, judged by its content; the cleaned file carries the finding as `.document`."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.docx,.txt"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, or `initial` when none was sent; a ValidationError in words when it can't be taken."""
        file = super().clean(data, initial)
        if file and file is not initial:
            file.document = check_document(file)
        return file


def clean_formfield(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """`Meta.formfield_callback` of a ModelForm: its plain text columns are cleaned, whatever else they say."""
    if not db_field.choices and "form_class" not in kwargs and "widget" not in kwargs:
        if type(db_field) is models.CharField:
            return db_field.formfield(form_class=CleanCharField, **kwargs)
        if type(db_field) is models.TextField:
            return db_field.formfield(form_class=CleanTextField, **kwargs)
    return db_field.formfield(**kwargs)
