"""Characters that nobody sees: what draws nothing, turns the reading direction or paints over its neighbours."""

import unicodedata

# Real scripts stack three or four marks on a letter; more is a way to paint over the neighbouring lines.
MARKS_A_LETTER = 6
# The combining class of the sign that silences a vowel; a joiner after it chooses the shape of the letter before.
VIRAMA = 9

# Letters, marks and signs that draw nothing: fillers of Hangul, the joiner of graphemes, Khmer's inherent vowels.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc")
_SPACES = frozenset("\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f\u2800")
# Bullets as a word processor's symbol fonts leave them.
_BULLETS = dict.fromkeys("\uf0a7\uf0b7\uf0d8\uf0fc\uf076", "•")
_NON_JOINER, _JOINER = "\u200c", "\u200d"
# Format characters that are seen: signs which Arabic, Syriac and Kaithi write under or over a number.
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# Scripts whose spelling needs (non-)joiners: Arabic to N'Ko, those of India to Sinhala, Myanmar, Khmer, Mongolian.
_JOINING = ((0x0600, 0x07FF), (0x0840, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))


def drop_unseen(text: str) -> str:
    """The text without characters that draw nothing or turn the reading direction; odd spaces become plain ones."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for place, character in enumerate(text):
        if character in "\n\t" or " " <= character <= "~":
            kept.append(character)
            marks = 0
            continue
        category = unicodedata.category(character)
        is_mark = category in ("Mn", "Me")
        seen = _seen(character, category, kept[-1] if kept else "", text[place + 1 : place + 2])
        if (is_mark and marks == MARKS_A_LETTER) or not seen:
            continue
        marks = marks + 1 if is_mark else 0
        kept.append(seen)
    return "".join(kept)


def _seen(character: str, category: str, before: str, following: str) -> str:
    """What stands for one character that is not plain ASCII: itself, a space, a bullet or nothing."""
    if character in _SPACES:
        return " "
    if character in _BLANKS or _is_noncharacter(character):
        return ""
    if category == "Co":
        return _BULLETS.get(character, "")
    if category in ("Cc", "Cs"):
        return ""
    if category == "Cf":
        if character in (_JOINER, _NON_JOINER):
            return character if _joins(character, before, following) else ""
        return character if character in _SEEN_FORMATS else ""
    if _is_selector(character):
        return character if _selects(character, before) else ""
    return character


def _joins(character: str, before: str, following: str) -> bool:
    if not before:
        return False
    if unicodedata.combining(before) == VIRAMA:
        return True
    if not following:
        return False
    if _in_joining_script(before) and _in_joining_script(following):
        return True
    return character == _JOINER and _is_pictograph(before) and _is_pictograph(following)


def _in_joining_script(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in _JOINING)


def _is_pictograph(character: str) -> bool:
    # Not by category alone: emoji younger than this Python's Unicode count as unassigned.
    return (
        character == "\ufe0f" or unicodedata.category(character) in ("So", "Sk") or 0x1F000 <= ord(character) <= 0x1FAFF
    )


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _selects(character: str, before: str) -> bool:
    """A sign's emoji or text form, or the form of a Han letter: rows of selectors can carry hidden words."""
    if character in "\ufe0e\ufe0f":
        return bool(before) and unicodedata.category(before) in ("So", "Sk", "Sm", "Po", "Pd", "Nd")
    return bool(before) and character >= "\U000e0100" and unicodedata.name(before, "").startswith("CJK")


def _is_noncharacter(character: str) -> bool:
    return ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
