"""Sums of money as each interface language writes them. Decimal in, words out; a float is refused."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal, get_currency_precision
from django.utils.translation import gettext as _
from django.utils.translation import override

from careers.core.bilingual import active_language
from careers.core.fragments import spoken

NBSP = "\u00a0"
MILLION = Decimal(10**6)
_LEAST_RATE = Decimal("0.1")
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


def rate_sums(one: str, other: str, rate: Decimal) -> tuple[str, str]:
    """An exchange rate as two equal sums, ("1 USD", "Rp 16,000"); `rate` is what one unit of `one` is in `other`.

    One of which a tenth would not be left is turned round: a rupiah is no sum of dollars that anybody can read.
    """
    if rate < _LEAST_RATE:
        one, other, rate = other, one, 1 / rate
    if rate >= 100:
        return f"1{NBSP}{one}", format_amount(rate, other)
    return f"1{NBSP}{one}", f"{sign(other)}{NBSP}{format_decimal(rate, format='#,##0.00', locale=active_language())}"


@spoken
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
    steps = [_step(end) if compact else 0 for end in ends]
    if steps[0] == steps[-1]:
        numbers = dict.fromkeys(_number(end, currency, step, language) for end, step in zip(ends, steps, strict=True))
        written = _in_words("–".join(numbers), steps[0], language)
    else:
        written = "–".join(
            _in_words(_number(end, currency, step, language), step, language)
            for end, step in zip(ends, steps, strict=True)
        )
    total = f"{sign(currency)}{NBSP}{written}"
    with override(language):
        if minimum is None:
            return _("up to %(sum)s") % {"sum": total}
        if maximum is None:
            return _("from %(sum)s") % {"sum": total}
    return total


def format_compact(amount: Decimal, currency: str, language: str | None = None) -> str:
    """One sum, millions and more in words to a tenth: "Rp 12,7 juta", "Rp 12.7 million", "Rp 350.000"."""
    return format_range(amount, amount, currency, language, compact=True)


def _step(amount: Decimal) -> int:
    """0 for a sum that is written in full, 1 for millions, 2 for billions, 3 for trillions and all beyond."""
    step = 0
    # Rounded first: 999.96 million is one billion. Under a million nothing is rounded.
    while step < 3 and amount >= MILLION and _tenths(amount / 1000 ** (step + 1)) >= 1000:
        step += 1
    return step


def _number(amount: Decimal, currency: str, step: int, language: str) -> str:
    if not step:
        return _in_full(amount, currency, language)
    return format_decimal(_tenths(amount / 1000 ** (step + 1)), format="#,##0.#", locale=language)


def _in_words(number: str, step: int, language: str) -> str:
    if not step:
        return number
    with override(language):
        patterns = (_("%(number)s million"), _("%(number)s billion"), _("%(number)s trillion"))
    return (patterns[step - 1] % {"number": number}).replace(" ", NBSP)


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _in_full(amount: Decimal, currency: str, language: str) -> str:
    places = 0 if currency in _WITHOUT_MINOR else get_currency_precision(currency)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" if rounded == rounded.to_integral_value() else f"#,##0.{'0' * places}"
    return format_decimal(rounded, format=pattern, locale=language)


def _exact(amount: Decimal) -> Decimal:
    if isinstance(amount, float):
        raise TypeError("money is a Decimal, never a float")
    return Decimal(amount)
