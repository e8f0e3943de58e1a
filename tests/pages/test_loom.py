"""The loom: every thread meets its two words, and threads at one word do not lie on each other."""

from careers.pages.loom import MOST_BACKGROUNDS, Strand, loom

CATEGORIES = [{"name": "Trainer", "hue": "kunyit"}, {"name": "Editor", "hue": "secang"}]


def strand(background: str, category: str, count: int = 1) -> Strand:
    return Strand(background, category, "kunyit", count, str(count))


def starts(drawing) -> list[tuple[float, float]]:
    """Where each thread begins and how broad it is, from top to bottom."""
    return sorted((float(t["path"][1:].split("C")[0].split()[1]), float(t["width"])) for t in drawing.threads)


def test_loom_of_nothing_is_nothing():
    assert (loom([], CATEGORIES), loom([strand("Law", "Trainer")], [])) == (None, None)


def test_loom_lays_threads_of_one_word_side_by_side():
    drawing = loom([strand("Law", "Trainer", 9), strand("Law", "Editor", 9)], CATEGORIES)
    (first, width), (second, other) = starts(drawing)
    assert second - first > (width + other) / 2


def test_loom_orders_words_so_that_threads_do_not_cross():
    drawing = loom([strand("Law", "Editor", 5), strand("Teaching", "Trainer", 1)], CATEGORIES)
    assert [row["name"] for row in drawing.backgrounds] == ["Teaching", "Law"]


def test_loom_keeps_the_backgrounds_with_most_listings():
    drawing = loom([strand(f"B{number}", "Trainer", number) for number in range(1, 10)], CATEGORIES)
    assert {row["name"] for row in drawing.backgrounds} == {f"B{number}" for number in range(4, 10)}
    assert (len(drawing.rows), len(drawing.threads)) == (MOST_BACKGROUNDS, MOST_BACKGROUNDS)
