"""The Indonesian catalogue: complete, current, sound, and compiled. None of it needs gettext's tools."""

from pathlib import Path

import polib
import pytest

from careers.core.catalogue import Message, catalogue_path, load, messages_in, messages_of, placeholders, updated

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def indonesian() -> polib.POFile:
    return load(catalogue_path(ROOT, "id"))


def test_catalogue_holds_exactly_what_the_sources_say(indonesian):
    assert {(entry.msgctxt, entry.msgid) for entry in indonesian} == set(messages_of(ROOT))


def test_catalogue_is_written_as_the_command_would_write_it(indonesian):
    assert str(updated(indonesian, messages_of(ROOT).values())) == str(indonesian), "run manage.py messages"


def test_catalogue_lacks_no_translation(indonesian):
    assert [entry.msgid for entry in indonesian.untranslated_entries()] == []
    assert [entry.msgid for entry in indonesian.fuzzy_entries()] == []
    assert [entry.msgid for entry in indonesian.obsolete_entries()] == []


def test_translations_leave_open_what_their_source_leaves_open(indonesian):
    for entry in indonesian.translated_entries():
        # Indonesian has one form for every number, so it takes what either English form names.
        wanted = {frozenset(placeholders(text)) for text in (entry.msgid, entry.msgid_plural) if text}
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert frozenset(placeholders(text)) in wanted, entry.msgid


def test_translations_keep_the_blanks_around_and_the_marks_inside(indonesian):
    for entry in indonesian.translated_entries():
        text = entry.msgstr or entry.msgstr_plural.get(0, "")
        assert (text[:1].isspace(), text[-1:].isspace()) == (entry.msgid[:1].isspace(), entry.msgid[-1:].isspace()), (
            entry.msgid
        )
        assert text.count("<") == entry.msgid.count("<"), entry.msgid


def test_compiled_catalogue_is_the_written_one(indonesian):
    assert catalogue_path(ROOT, "id").with_suffix(".mo").read_bytes() == indonesian.to_binary(), (
        "run manage.py messages"
    )


def test_interface_shouts_nowhere():
    shouting = [message.singular for message in messages_of(ROOT).values() if message.files and "!" in message.singular]
    assert shouting == []


PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext_lazy, pgettext
title = _("Open listings")
label = _(
    "Two halves "
    "of one text"
)
count = ngettext("%(count)d listing", "%(count)d listings", n) % {"count": n}
verb = pgettext("verb", "Open")
later = npgettext_lazy("queue", "%d person", "%d people", "number")
for _, value in pairs: print(f"{value}")
from django.utils.translation import gettext_lazy as later, ngettext as count
stage = later("In review")
days = count("%d day", "%d days", n)
"""

TEMPLATE = """
{% load i18n %}
  {% translate "Open listings" %}
      {% translate "It's 5% more" as more %} {% translate "Open" context "verb" %}
{% blocktranslate trimmed with name=row.name %}
  Work at
  {{ name }}
{% endblocktranslate %}
    {% blocktranslate count n=total %}{{ n }} place{% plural %}{{ n }} places{% endblocktranslate %}
{% include "x.html" with label=_("Send it") %}{{ value|default:_("not stated") }}{{ _("Close") }}
{# a comment #}<p title="(' unbalanced">
"""


def test_python_sources_are_read():
    assert [(m.context, m.singular, m.plural) for m in messages_in(PYTHON, is_template=False)] == [
        (None, "Open listings", ""),
        (None, "Two halves of one text", ""),
        (None, "%(count)d listing", "%(count)d listings"),
        ("verb", "Open", ""),
        ("queue", "%d person", "%d people"),
        (None, "In review", ""),
        (None, "%d day", "%d days"),
    ]


def test_templates_are_read():
    assert [(m.context, m.singular, m.plural) for m in messages_in(TEMPLATE, is_template=True)] == [
        (None, "Open listings", ""),
        (None, "It's 5%% more", ""),
        ("verb", "Open", ""),
        (None, "Work at %(name)s", ""),
        (None, "%(n)s place", "%(n)s places"),
        (None, "Send it", ""),
        (None, "not stated", ""),
        (None, "Close", ""),
    ]


def test_update_keeps_adds_and_removes():
    before = polib.POFile()
    before.append(polib.POEntry(msgid="Kept", msgstr="Tetap", occurrences=[("old.py", "")]))
    before.append(polib.POEntry(msgid="Gone", msgstr="Hilang"))
    after = updated(before, [Message(None, "New"), Message(None, "Kept", files={"b.py", "a.py"})])
    assert [(entry.msgid, entry.msgstr, entry.occurrences) for entry in after] == [
        ("Kept", "Tetap", [("a.py", ""), ("b.py", "")]),
        ("New", "", []),
    ]


def test_text_that_begins_to_count_keeps_its_translation():
    before = polib.POFile()
    before.append(polib.POEntry(msgid="%(n)s day", msgstr="%(n)s hari"))
    (entry,) = updated(before, [Message(None, "%(n)s day", "%(n)s days")])
    assert entry.msgstr_plural == {0: "%(n)s hari"}
    assert entry.flags == ["python-format"]


def test_placeholders_are_told_from_percent_signs():
    assert placeholders("%(name)s has 5%% of {total} and %d") == ["%(name)s", "%d", "{total}"]
