from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from careers.core.formats import format_date, format_moment, format_number, format_offset, format_time

MOMENT = datetime(2026, 11, 3, 18, 5, tzinfo=UTC)


def test_number_is_grouped_as_the_language_groups():
    assert [format_number(1234567, language) for language in ("id", "en")] == ["1.234.567", "1,234,567"]
    assert format_number(Decimal("1234.567"), "id") == "1.234,57"
    assert format_number(Decimal("1234.567"), "en", places=0) == "1,235"
    with pytest.raises(TypeError):
        format_number(1.5, "en")


def test_day_is_written_in_words():
    assert [format_date(date(2026, 8, 3), language) for language in ("id", "en")] == ["3 Agustus 2026", "3 August 2026"]
    assert format_date(date(2026, 8, 3), "id", short=True) == "3 Agu 2026"


@pytest.mark.parametrize(
    ("zone", "indonesian", "english"),
    [
        ("Asia/Jakarta", "01.05 WIB", "01:05 WIB"),
        ("Asia/Jayapura", "03.05 WIT", "03:05 WIT"),
        ("Asia/Kathmandu", "23.50 UTC+5:45", "23:50 UTC+5:45"),
        ("Europe/Berlin", "19.05 CET", "19:05 CET"),
        ("UTC", "18.05 UTC", "18:05 UTC"),
    ],
)
def test_time_stands_with_its_zone(zone, indonesian, english):
    assert format_time(MOMENT, zone, "id").replace("\u00a0", " ") == indonesian
    assert format_time(MOMENT, zone, "en").replace("\u00a0", " ") == english


def test_moment_is_the_day_of_its_zone():
    assert format_moment(MOMENT, "Asia/Jakarta", "id") == "4 November 2026, 01.05\u00a0WIB"


@pytest.mark.parametrize(
    ("minutes", "offset"), [(0, "UTC"), (420, "UTC+7"), (-210, "UTC−3:30"), (840, "UTC+14"), (-30, "UTC−0:30")]
)
def test_offset_is_written_in_hours(minutes, offset):
    assert format_offset(minutes) == offset


def test_tags_carry_the_machine_readable_time():
    template = Template(
        "{% load money %}{{ day|day }}|{{ none|day }}|{% moment moment 'Asia/Jakarta' %}{% moment none 'UTC' %}"
    )
    with translation.override("en"):
        shown = template.render(Context({"day": date(2026, 8, 3), "moment": MOMENT, "none": None}))
    assert shown == (
        '<time datetime="2026-08-03">3 August 2026</time>||'
        '<time datetime="2026-11-03T18:05:00+00:00">4 November 2026, 01:05\u00a0WIB</time>'
    )
