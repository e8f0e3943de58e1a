"""Which known word somebody may have meant by a mistyped one."""

from collections.abc import Mapping
from string import ascii_lowercase

SHORTEST = 4  # letters: shorter words are too near to each other
LONG = 7  # letters, from which on two slips are forgiven


def slips_forgiven(word: str) -> int:
    """How many letters may be wrong, missing, too many or out of place in a word of this length."""
    return (len(word) >= SHORTEST) + (len(word) >= LONG)


def distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out, changed, or moved past one or two others to make one of the other."""
    return _distances(one, other)[-1]


def slips_in(typed: str, name: str) -> int:
    """By how many slips some words of `name` would begin with what was typed."""
    words, count = name.split(), len(typed.split())
    runs = (" ".join(words[start : start + count]) for start in range(len(words) - count + 1))
    return min((min(_distances(typed, run[: len(typed) + 2])) for run in runs), default=len(typed))


def _distances(one: str, other: str) -> list[int]:
    """From `one` to every beginning of `other`, the empty one first."""
    lines = [list(range(len(other) + 1))]
    for row, letter in enumerate(one, 1):
        last, line = lines[-1], [row]
        for column, wanted in enumerate(other, 1):
            steps = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != wanted))
            is_out_of_place = letter != wanted and letter in other[max(0, column - 3) : column - 1]
            for length in (2, 3) if is_out_of_place else ():
                if other[max(0, column - length) : column] in _turned(one[max(0, row - length) : row], length):
                    steps = min(steps, lines[row - length][column - length] + 1)
            line.append(steps)
        lines.append(line)
    return lines[-1]


def _turned(letters: str, length: int) -> tuple[str, ...]:
    """So many letters with the first or the last of them moved past the others; nothing when they are fewer."""
    return (letters[1:] + letters[0], letters[-1] + letters[:-1]) if len(letters) == length else ()


def unlike(word: str) -> set[str]:
    """The spellings one slip away that share so few groups of three letters with `word` that they count as unlike it.

    All with one letter moved past one or two others; in a word of SHORTEST letters also those with one letter changed,
    from a to z.
    """
    parts = [(word[:at], word[at:]) for at in range(len(word))]
    moved = {
        before + turned + after[length:]
        for before, after in parts
        for length in (2, 3)
        for turned in _turned(after[:length], length)
    }
    letters = ascii_lowercase if len(word) <= SHORTEST else ""
    return (moved | {before + letter + after[1:] for before, after in parts for letter in letters}) - {word}


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """Of the `known` words (with how common they are) the one that was most likely meant; None when none is near enough.

    The fewest slips count first, then the same first letter, which is seldom wrong, then the commoner word.
    """
    near = ((distance(word, other), other[:1] != word[:1], -count, other) for other, count in known.items())
    return min((found for found in near if found[0] <= slips_forgiven(word)), default=(None,))[-1]
