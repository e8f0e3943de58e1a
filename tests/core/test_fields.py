from types import SimpleNamespace

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from careers.core.fields import CleanCharField, CleanTextField, DocumentField, MarkdownField, clean_formfield
from tests.core.documents import pdf


class PastedForm(forms.Form):
    name = CleanCharField(max_length=20, links=False)
    letter = CleanTextField(max_length=30, required=False)
    description = MarkdownField(required=False, max_length=40)
    cv = DocumentField(required=False)


def pasted(files=None, **data):
    return PastedForm({"name": "Dewi (contoh)", **data}, files)


def test_fields_clean_before_they_judge():
    form = pasted(
        name="  De\u200bwi\0 \n(contoh) ", letter="a\r\nb\u202e" + "\u200b" * 100, description="{% x %}# A <b>b</b>"
    )
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Dewi (contoh)", "letter": "a\nb", "description": "# A b", "cv": None}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "\u200b \u202e", "required"),
        ("name", "www.evil.example", "link"),
        ("name", "x" * 21, "max_length"),
        ("name", "x" * 300_000, "max_length"),
        ("letter", "x" * 31, "max_length"),
        ("letter", "x" * 300_000, "max_length"),
        ("description", "x" * 41, "max_length"),
        ("description", "{% x %}", "empty"),
    ],
)
def test_fields_refuse_in_words(field, value, code):
    form = pasted(**{field: value})
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()[field]] == [code]


def test_document_field_judges_by_content():
    form = pasted({"cv": SimpleUploadedFile("cv.txt", pdf())})
    assert form.is_valid()
    assert form.cleaned_data["cv"].document.kind == "pdf"
    assert pasted({"cv": SimpleUploadedFile("cv.pdf", b"MZ\0")}).errors.as_data()["cv"][0].code == "kind"


def test_document_that_stands_is_not_judged_again():
    standing = SimpleNamespace(name="cv/x")
    assert DocumentField().clean(None, standing) is standing


def test_long_texts_are_cut_by_no_browser():
    assert PastedForm().fields["letter"].widget.attrs == {"dir": "auto", "cols": "40", "rows": "10"}
    assert PastedForm().fields["name"].widget.attrs == {"dir": "auto", "maxlength": "20"}


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (models.CharField(max_length=9), CleanCharField),
        (models.TextField(max_length=9), CleanTextField),
        (models.SlugField(), forms.SlugField),
        (models.CharField(max_length=1, choices=[("a", "A")]), forms.TypedChoiceField),
        (models.IntegerField(), forms.IntegerField),
    ],
)
def test_columns_of_plain_text_get_clean_fields(column, kind):
    assert type(clean_formfield(column)) is kind
