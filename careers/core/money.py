"""Sums of money as each interface language writes them. Decimal in, words out; a float is refused."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal, get_currency_precision
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from careers.core.bilingual import active_language

NBSP = "\u00a0"
MILLION = Decimal(10**6)
# CLDR still gives the rupiah its sen, which nobody has paid with for decades.
_WITHOUT_MINOR = frozenset({"IDR"})


def sign(currency: str) -> str:
    """What stands before a sum: "Rp" for rupiah, else the ISO code, for half the world calls its money dollar."""
    return "Rp" if currency == "IDR" else currency


def format_amount(amount: Decimal, currency: str, language: str | None = None) -> str:
    """One sum in full: "Rp 350.000", "USD 12.50". Minor units stand there when there are any.

    `language` is "id" or "en", else the interface's. Raises TypeError for a float.
    """
    return f"{sign(currency)}{NBSP}{_in_full(_exact(amount), currency, language or active_language())}"


def format_range(
    minimum: Decimal | None,
    maximum: Decimal | None,
    currency: str,
    language: str | None = None,
    *,
    compact: bool = False,
) -> str:
    """A range of pay: "USD 20–35", "from USD 20", "up to USD 35"; nothing given makes an empty string.

    `compact` writes millions and more in words, to a tenth: "Rp 12,7–33,8 juta", "Rp 12.7–33.8 million".
    """
    language = language or active_language()
    ends = [_exact(end) for end in (minimum, maximum) if end is not None]
    if not ends:
        return ""
    pieces = [_compact(end, currency, language) if compact else (_in_full(end, currency, language), "") for end in ends]
    with override(language):
        if minimum is None:
            return _("up to %(sum)s") % {"sum": _written(currency, *pieces[0])}
        if maximum is None:
            return _("from %(sum)s") % {"sum": _written(currency, *pieces[0])}
    low, high = pieces[0], pieces[-1]
    if low == high:
        return _written(currency, *low)
    first = low[0] if low[1] == high[1] else f"{low[0]}{low[1]}"
    return _written(currency, f"{first}–{high[0]}", high[1])


def format_compact(amount: Decimal, currency: str, language: str | None = None) -> str:
    """One sum, millions and more in words to a tenth: "Rp 12,7 juta", "Rp 12.7 million", "Rp 350.000"."""
    return format_range(amount, amount, currency, language, compact=True)


def _compact(amount: Decimal, currency: str, language: str) -> tuple[str, str]:
    """The number and the word after it, with the blank that parts them; sums under a million have no word."""
    if amount < MILLION:
        return _in_full(amount, currency, language), ""
    with override(language):
        words = (pgettext("money", "million"), pgettext("money", "billion"), pgettext("money", "trillion"))
    value, step = _tenths(amount / MILLION), 0
    # Rounded first: 999,96 million is one billion.
    while value >= 1000 and step < len(words) - 1:
        step += 1
        value = _tenths(amount / MILLION / 1000**step)
    return format_decimal(value, format="#,##0.#", locale=language), f"{NBSP}{words[step]}"


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _in_full(amount: Decimal, currency: str, language: str) -> str:
    places = 0 if currency in _WITHOUT_MINOR else get_currency_precision(currency)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" if rounded == rounded.to_integral_value() else f"#,##0.{'0' * places}"
    return format_decimal(rounded, format=pattern, locale=language)


def _written(currency: str, number: str, word: str) -> str:
    return f"{sign(currency)}{NBSP}{number}{word}"


def _exact(amount: Decimal) -> Decimal:
    if isinstance(amount, float):
        raise TypeError("money is a Decimal, never a float")
    return Decimal(amount)
