"""Drawing tags, fields with their errors, and the error pages."""

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from careers.core.drawings import GATES, ICONS, SIGNS
from careers.taxonomy.models import JobCategory


def draw(source: str, **context: object) -> str:
    """A snippet that uses our tags."""
    return Template("{% load components %}" + source).render(Context(context))


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icon_is_decorative(name):
    assert 'aria-hidden="true"' in draw("{% icon name %}", name=name)


@pytest.mark.parametrize("hue", JobCategory.Hue.values)
def test_every_hue_has_a_sign(hue):
    assert SIGNS.get(hue, SIGNS[""]) in draw("{% sign hue %}", hue=hue)


@pytest.mark.parametrize("kind", sorted(GATES))
def test_gate_draws_each_verdict(kind):
    assert GATES[kind] in draw("{% gate kind %}", kind=kind)


def test_sign_escapes_what_is_no_hue():
    assert "<script>" not in draw("{% sign hue %}", hue='"><script>')


@pytest.mark.parametrize(("filled", "drawn"), [(0, 0), (2, 2), (5, 5)])
def test_bars_fills_as_many_as_said(filled, drawn):
    markup = draw("{% bars filled 5 %}", filled=filled)
    assert (markup.count("<i"), markup.count("data-full")) == (5, drawn)


@pytest.mark.parametrize(
    ("path", "current"),
    [("/en/listings/", 'aria-current="page"'), ("/en/listings/a/", 'aria-current="true"'), ("/en/", "")],
)
def test_nav_link_marks_the_present_page(path, current):
    with translation.override("en"):
        link = draw('{% nav_link "listing_list" "Listings" %}', request=RequestFactory().get(path))
    assert link == f'<li><a href="/en/listings/"{" " + current if current else ""}>Listings</a></li>'


def test_nav_link_leaves_out_a_page_that_does_not_exist():
    assert draw('{% nav_link "no_such_page" "Nothing" %}') == ""


class Sample(forms.Form):
    """One field of each shape that the field template knows."""

    hours = forms.IntegerField(label="Hours", help_text="Between 10 and 20.", max_value=20)
    reading = forms.ChoiceField(label="Reading", widget=forms.RadioSelect, choices=[("a", "Well"), ("b", "A little")])
    consent = forms.BooleanField(label="I agree.")


def test_form_ties_help_and_errors_to_their_input():
    markup = str(Sample({"hours": "25"}))
    assert 'aria-describedby="id_hours_helptext id_hours_error"' in markup
    assert 'id="id_hours_helptext"' in markup
    assert 'id="id_hours_error"' in markup
    assert 'value="25"' in markup


def test_form_summary_links_to_each_field_that_is_wrong():
    markup = str(Sample({"hours": "25"}))
    assert [f'href="#{target}"' in markup for target in ("id_hours", "id_reading_0", "id_consent")] == [True] * 3
    assert [f'id="{target}"' in markup for target in ("id_hours", "id_reading_0", "id_consent")] == [True] * 3


def test_form_without_errors_has_no_summary():
    assert "data-summary" not in str(Sample())


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "410", "429", "500"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_error_page_stands_without_any_context(name, language):
    with translation.override(language):
        markup = render_to_string(f"{name}.html")
    assert (markup.count("<h1"), markup.count("<main"), 'content="noindex"' in markup) == (1, 1, True)
