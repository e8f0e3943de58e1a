"""Where the rows of SearchTerm come from: SQL over the live listings and the vocabularies, a few statements for a whole board.

Every source is a SELECT of kind, text, folded, slug and listing_count.
"""

from typing import Any

from django.db import connection, transaction

from careers.core import clock

LOCK = 7_314_023  # one writer at a time; any number that nobody else takes a lock on
LONGEST = 120
MOST_TITLES = 20_000  # the commonest ones: beyond that nearly every title is somebody's only one
MOST_WORDS = 50_000

LIVE = "state = 'live' AND hidden_at IS NULL AND closes_at > %(now)s"
# As careers.core.text_query.fold, for every Latin letter.
FOLDED = (
    r"left(btrim(regexp_replace(regexp_replace(replace(lower(normalize({0}, NFKD)), 'ß', 'ss'), "
    rf"'[\u0300-\u036f]', '', 'g'), '\s+', ' ', 'g')), {LONGEST})"
)

# Titles first as they are spelt, then folded: there are far fewer of them than listings.
TITLES = f"""
    SELECT 'title' AS kind, (array_agg(title ORDER BY amount DESC, title))[1] AS text, folded, '' AS slug,
        sum(amount)::int AS listing_count
    FROM (SELECT title, {FOLDED.format("title")} AS folded, amount FROM
        (SELECT title, count(*) AS amount FROM careers_listing WHERE {LIVE} AND {{these}} GROUP BY title) AS spelt) AS counted
    WHERE folded <> '' GROUP BY folded
"""
EMPLOYERS = f"""
    SELECT 'employer' AS kind, name AS text, {FOLDED.format("name")} AS folded, slug, amount::int AS listing_count
    FROM careers_employer JOIN
        (SELECT employer_id, count(*) AS amount FROM careers_listing WHERE {LIVE} AND {{these}} GROUP BY employer_id) AS counted
        ON counted.employer_id = careers_employer.id
"""
SKILLS = f"""
    SELECT DISTINCT ON (slug, folded) 'skill' AS kind, spelling AS text, folded, slug, listing_count FROM
        (SELECT spelling, {FOLDED.format("spelling")} AS folded, slug, place, coalesce(amount, 0)::int AS listing_count
        FROM careers_skill
        CROSS JOIN LATERAL unnest(ARRAY[name_en, name_id] || aliases) WITH ORDINALITY AS spelt (spelling, place)
        LEFT JOIN (SELECT skill, count(*) AS amount FROM careers_listing, unnest(skill_ids) AS skill
            WHERE {LIVE} AND {{these}} GROUP BY skill) AS counted ON counted.skill = careers_skill.id) AS named
    ORDER BY slug, folded, place
"""
CATEGORIES = f"""
    SELECT DISTINCT ON (slug, folded) 'category' AS kind, spelling AS text, folded, slug, listing_count FROM
        (SELECT spelling, {FOLDED.format("spelling")} AS folded, slug, coalesce(amount, 0)::int AS listing_count
        FROM careers_jobcategory CROSS JOIN LATERAL unnest(ARRAY[name_en, name_id]) AS spelling
        LEFT JOIN (SELECT category_id, count(*) AS amount FROM careers_listing WHERE {LIVE} AND {{these}}
            GROUP BY category_id) AS counted ON counted.category_id = careers_jobcategory.id
        WHERE careers_jobcategory.state = 'active') AS named
    ORDER BY slug, folded
"""
# A skill with many spellings is one row for each word in them.
WORDS = """
    SELECT 'word' AS kind, word AS text, word AS folded, '' AS slug, sum(listing_count)::int AS listing_count
    FROM (SELECT DISTINCT kind, CASE slug WHEN '' THEN folded ELSE slug END AS row, word, listing_count FROM named
        CROSS JOIN LATERAL regexp_split_to_table(folded, '[^[:alpha:]]+') AS word WHERE length(word) >= 3) AS split
    GROUP BY word
"""
SOURCES = {"title": TITLES, "employer": EMPLOYERS, "skill": SKILLS, "category": CATEGORIES}
MOST = (("title", MOST_TITLES), ("word", MOST_WORDS))

COLUMNS = "kind, text, folded, slug, listing_count"
KEY = "kind, folded, slug"


def refresh() -> None:
    """Count everything anew: one statement, which nobody who reads waits for. What leads nowhere any more goes."""
    kept = " ".join(
        f"UNION ALL (SELECT {COLUMNS} FROM every WHERE kind = '{kind}' ORDER BY listing_count DESC, folded LIMIT {most})"
        for kind, most in MOST
    )
    _write(
        f"""
        WITH named AS MATERIALIZED ({_all_of(SOURCES)}),
        every AS MATERIALIZED (SELECT {COLUMNS} FROM named UNION ALL {WORDS}),
        fresh AS MATERIALIZED (
            SELECT {COLUMNS} FROM every WHERE kind IN ('skill', 'category', 'employer') {kept}),
        gone AS (
            DELETE FROM careers_searchterm AS old WHERE NOT EXISTS (SELECT FROM fresh
                WHERE (fresh.kind, fresh.folded, fresh.slug) = (old.kind, old.folded, old.slug)))
        INSERT INTO careers_searchterm ({COLUMNS}) SELECT {COLUMNS} FROM fresh ORDER BY {KEY}
        ON CONFLICT ({KEY}) DO UPDATE SET text = excluded.text, listing_count = excluded.listing_count
        WHERE (careers_searchterm.text, careers_searchterm.listing_count) <> (excluded.text, excluded.listing_count)
        """,
        these="true",
    )


def follow_vocabulary() -> None:
    """The present spellings of skills and professions, and no former ones. How many they lead to is counted by the hour."""
    _write(
        f"""
        WITH named AS MATERIALIZED ({_all_of(("skill", "category"))}),
        gone AS (
            DELETE FROM careers_searchterm AS old WHERE kind IN ('skill', 'category') AND NOT EXISTS (SELECT FROM named
                WHERE (named.kind, named.folded, named.slug) = (old.kind, old.folded, old.slug)))
        INSERT INTO careers_searchterm ({COLUMNS}) SELECT {COLUMNS} FROM named UNION ALL {WORDS} ORDER BY {KEY}
        ON CONFLICT ({KEY}) DO UPDATE SET text = excluded.text WHERE careers_searchterm.text <> excluded.text
        """,
        # Nothing is counted here.
        these="false",
    )


def follow_employer(employer_id: int) -> None:
    """The present name of an employer in the place of all its former ones, or none when nothing of it is live."""
    _write(
        """
        DELETE FROM careers_searchterm WHERE kind = 'employer' AND slug IN
            (SELECT slug FROM careers_employerslug WHERE employer_id = %(employer)s)
        """,
        these="",
        employer=employer_id,
    )
    _add(("employer",), "employer_id = %(employer)s", employer=employer_id)


def follow_listings(ids: list[int]) -> None:
    """Of listings that are live or were: what became live can be suggested, the title or employer of the last one cannot.

    Other counts stay until they are counted by the hour.
    """
    _write(
        f"""
        WITH left_live AS (SELECT id, title, employer_id FROM careers_listing WHERE {{these}} AND NOT ({LIVE})),
        titles AS (SELECT {FOLDED.format("title")} AS folded, count(*) AS amount FROM left_live GROUP BY 1)
        DELETE FROM careers_searchterm AS old WHERE
            (kind = 'title' AND EXISTS (
                SELECT FROM titles WHERE titles.folded = old.folded AND titles.amount >= old.listing_count))
            OR (kind = 'employer' AND slug IN (
                SELECT slug FROM careers_employer WHERE id IN (SELECT employer_id FROM left_live) AND NOT EXISTS (
                    SELECT FROM careers_listing WHERE employer_id = careers_employer.id AND {LIVE})))
        """,
        these="id = ANY(%(ids)s)",
        ids=ids,
    )
    _add(("title", "employer"), "id = ANY(%(ids)s)", ids=ids)


def _add(kinds: tuple[str, ...], these: str, **values: Any) -> None:
    _write(
        f"""
        WITH named AS MATERIALIZED ({_all_of(kinds)})
        INSERT INTO careers_searchterm ({COLUMNS}) SELECT {COLUMNS} FROM named UNION ALL {WORDS} ORDER BY {KEY}
        ON CONFLICT ({KEY}) DO NOTHING
        """,
        these=these,
        **values,
    )


def _all_of(kinds) -> str:
    return " UNION ALL ".join(f"({SOURCES[kind]})" for kind in kinds)


def _write(sql: str, *, these: str, **values: Any) -> None:
    """Run it alone. `{these}` in it says which listings count."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(sql.replace("{these}", these), {"now": clock.now(), **values})
