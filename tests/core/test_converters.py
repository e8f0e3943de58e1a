import re

import pytest
from django.urls.converters import get_converters

from careers.core import converters


@pytest.mark.parametrize("piece", ["0", "007", "-1", "+1", "1.0", "9" * 20, "١", ""])
def test_row_that_is_no_number_of_ours_is_not_found(piece):
    assert not re.fullmatch(converters.IdConverter.regex, piece)


def test_row_past_63_bits_is_not_found():
    row = converters.IdConverter()
    assert row.to_python(str(2**63 - 1)) == 2**63 - 1
    with pytest.raises(ValueError, match=str(2**63)):
        row.to_python(str(2**63))
    assert row.to_url(7) == "7"


@pytest.mark.parametrize("piece", ["a" * 121, "a b", "a\0", "é", ""])
def test_name_that_no_row_can_have_is_not_found(piece):
    assert not re.fullmatch(converters.NameConverter.regex, piece)


def test_converters_are_registered_once():
    converters.register()
    converters.register()
    assert isinstance(get_converters()["row"], converters.IdConverter)
    assert get_converters()["name"].to_python("data-ml") == get_converters()["name"].to_url("data-ml") == "data-ml"
