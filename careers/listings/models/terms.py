"""SearchTerm: what people may mean by what they type: titles, skills, professions, employers, and single words."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from careers.core import clock
from careers.core.spelling import SHORTEST, nearest, slips_forgiven, slips_in, unlike
from careers.core.text_query import fold
from careers.listings.models.constraints import WAITING
from careers.listings.models.term_rows import LONGEST

MOST_PUT_RIGHT = 8  # words of one search
MOST_SUGGESTED = 8
SURE = 2  # places of each kind among them, as far as so many fit
SHORTEST_TYPED = 2  # letters before anything is suggested
MOST_LOOKED_AT = 1000  # names that are spelt alike, before the best of them are chosen
ALIKE = "0.45"  # of the groups of three letters: one slip in a word of six leaves as many
_LETTERS = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"[^\W\d_]+(?:[-/'’][^\W\d_]+)*[.,;:!?)]*")

# Names that begin with what is typed, then those with a later word that does, the commoner first. Only when there is no
# such name those that are spelt alike. Professions have a page even when no listing is filed there; all else leads to some.
_SUGGESTED = """
    WITH sure AS MATERIALIZED (
        SELECT kind, text, slug, listing_count, folded, NOT folded LIKE %(start)s AS is_inside, 0::real AS far
        FROM careers_searchterm
        WHERE (folded LIKE %(start)s OR folded LIKE %(inside)s) AND kind <> 'word'
            AND (listing_count > 0 OR kind = 'category')),
    near AS MATERIALIZED (
        SELECT kind, text, slug, listing_count, folded, true AS is_inside, 1 - word_similarity(%(typed)s, folded) AS far
        FROM careers_searchterm
        WHERE NOT EXISTS (SELECT FROM sure) AND length(%(typed)s) >= %(shortest)s
            AND (SELECT set_config('pg_trgm.word_similarity_threshold', %(alike)s, true)) <> ''
            AND %(typed)s <%% folded AND kind <> 'word' AND (listing_count > 0 OR kind = 'category')
        LIMIT %(looked_at)s),
    found AS MATERIALIZED (SELECT * FROM sure UNION ALL SELECT * FROM near),
    best AS (
        SELECT one.*, row_number() OVER (PARTITION BY one.kind) AS place
        FROM unnest(ARRAY['title', 'skill', 'category', 'employer']) AS these (kind) CROSS JOIN LATERAL (
            SELECT * FROM found WHERE found.kind = these.kind
            ORDER BY is_inside, far, listing_count DESC, length(folded), folded LIMIT 3 * %(most)s) AS one)
    SELECT best.kind, best.text, best.slug,
        CASE best.kind WHEN 'skill' THEN {skill} WHEN 'category' THEN {category} ELSE best.text END AS name,
        CASE WHEN far > 0 THEN folded ELSE '' END AS alike
    FROM best
    LEFT JOIN careers_skill AS skill ON best.kind = 'skill' AND skill.slug = best.slug
    LEFT JOIN careers_jobcategory AS category ON best.kind = 'category' AND category.slug = best.slug
    ORDER BY is_inside, far, place, best.kind <> 'title', best.kind
"""

# Of one word, which stands in it as a constant: only then is it known beforehand how rare it is. The first listing is
# enough, but whoever plans for one alone would rather meet all listings than read what waits to be sorted into the index.
_ALIKE = """
    SELECT %s, folded, listing_count FROM careers_searchterm
    WHERE kind = 'word' AND (folded = ANY (%s) OR folded %% %s) AND length(folded) BETWEEN %s AND %s
        AND numnode(lintas_query(%s)) > 0
        AND NOT EXISTS (SELECT FROM careers_searchterm WHERE folded = %s)
        AND NOT EXISTS (WITH fits AS MATERIALIZED (
            SELECT FROM careers_listing WHERE state = 'live' AND hidden_at IS NULL AND closes_at > %s
                AND search_words @@ lintas_query(%s) LIMIT 50) SELECT FROM fits)
"""


@dataclass(frozen=True)
class Suggestion:
    """What somebody may mean: `name` in the language of the interface, `spelling` as it fits what was typed."""

    kind: str
    name: str
    spelling: str
    slug: str


class SearchTermQuerySet(models.QuerySet):
    """Questions about what people type, each one query."""

    def corrections(self, words: Iterable[str]) -> dict[str, str]:
        """Folded typed word → known word, for words that are mistyped; the others are not in it.

        Left alone: what has fewer than SHORTEST letters, or digits or signs in it, what is known, what says nothing by
        itself, and what finds a live listing all alone.
        """
        typed = {word: _LETTERS.findall(word) for word in map(fold, words) if _PLAIN.fullmatch(word)}
        parts = dict.fromkeys(part for found in typed.values() for part in found)
        asked = [part for part in parts if SHORTEST <= len(part) <= LONGEST]
        near: dict[str, dict[str, int]] = {}
        for part, folded, count in self._like(asked[:MOST_PUT_RIGHT]):
            near.setdefault(part, {})[folded] = count
        right = {part: meant for part, known in near.items() if (meant := nearest(part, known))}
        put_right = {word: _LETTERS.sub(lambda part: right.get(part[0], part[0]), word) for word in typed}
        return {word: meant for word, meant in put_right.items() if meant != word}

    def suggestions(self, typed: str) -> list[Suggestion]:
        """At most MOST_SUGGESTED of what may be meant by what was typed so far, the likeliest first.

        SURE of every kind are among them where as many fit, so that a common title never crowds a profession out.
        """
        typed = " ".join(fold(typed.replace("\0", " ").replace('"', " ")).lstrip("-").split())
        if not SHORTEST_TYPED <= len(typed) <= LONGEST:
            return []
        start = re.sub(r"([\\%_])", r"\\\1", typed) + "%"
        name = "name_id" if get_language() == "id" else "name_en"
        sql = _SUGGESTED.format(skill=f"skill.{name}", category=f"category.{name}")
        asked = {
            "typed": typed, "start": start, "inside": f"% {start}", "shortest": SHORTEST, "alike": ALIKE, "most": MOST_SUGGESTED,
            "looked_at": MOST_LOOKED_AT,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(sql, asked)
            rows = cursor.fetchall()
        found: dict[tuple[str, str], tuple[int, Suggestion]] = {}
        # Groups of letters find what is alike, slips tell how much.
        slips = {alike: slips_in(typed, alike) if alike else 0 for *_row, alike in rows}
        for kind, text, slug, name, alike in sorted(rows, key=lambda row: slips[row[-1]]):
            if name and slips[alike] <= slips_forgiven(typed):
                # One skill may be found by several of its spellings.
                found.setdefault((kind, slug or name), (slips[alike], Suggestion(kind, name, text, slug)))
        return _fair(list(found.values()))

    def _like(self, words: list[str]) -> list[tuple[str, str, int]]:
        """Each word with known ones of about the same letters; none of those that need no putting right."""
        said: list[object] = []
        now = clock.now()
        for word in words:
            slips = slips_forgiven(word)
            said += [word, list(unlike(word)), word, len(word) - slips, len(word) + slips, word, word, now, word]
        if not said:
            return []
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([_ALIKE] * len(words)), said)
            return cursor.fetchall()


def _fair(found: list[tuple[int, Suggestion]]) -> list[Suggestion]:
    """Of suggestions with their slips, the likeliest first, those that are shown, in the same order."""
    before: Counter[str] = Counter()
    places: list[tuple[bool, int]] = []
    for slips, one in found:
        # What is spelt worse than another has no sure place.
        is_sure = slips == found[0][0] and before[one.kind] < SURE
        before[one.kind] += 1
        places.append((not is_sure, len(places)))
    return [found[at][1] for at in sorted(at for _is_left, at in sorted(places)[:MOST_SUGGESTED])]


class SearchTerm(models.Model):
    """One distinct spelling that live listings can be found by. Kept by tasks from the rows themselves; never edited.

    `folded` is `text` in small letters without accents. `slug` names the row that is meant (skill, category, employer).
    `listing_count` is how many live listings it led to when it was last counted: a hint for the order, not a figure.
    """

    class Kind(models.TextChoices):
        TITLE = "title", _("Title")
        SKILL = "skill", _("Skill")
        CATEGORY = "category", _("Profession")
        EMPLOYER = "employer", _("Employer")
        WORD = "word", _("Word")

    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    text = models.CharField(max_length=120, editable=False)
    folded = models.CharField(max_length=120, editable=False)
    slug = models.CharField(max_length=120, default="", editable=False)
    listing_count = models.PositiveIntegerField(default=0, editable=False)

    objects = SearchTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        ordering = ("-listing_count", "text", "pk")
        constraints = [models.UniqueConstraint(name="search_term_once", fields=["kind", "folded", "slug"])]
        indexes = [
            models.Index(
                OpClass(F("folded"), "varchar_pattern_ops"), F("listing_count").desc(), name="search_term_prefix"
            ),
            GinIndex(OpClass(F("folded"), "gin_trgm_ops"), name="search_term_near", gin_pending_list_limit=WAITING),
        ]

    def __str__(self) -> str:
        return self.text
