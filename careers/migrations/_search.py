"""What search reads of a listing is worked out by the database itself, so that it is right whoever writes.

`search_words`: the words, in four weights. `skill_ids`, `background_ids`, `employer_track`, `employer_level`: copies that
spare a search its joins. `facets`: the options that are counted, packed into one number (careers/listings/models/tally.py
reads it). `sample`: by chance, so that large results can be counted by a part of them.
"""

from django.db import migrations

WORDS = """
-- The parser of PostgreSQL drops signs and takes a/b for the name of a file: C++, C#, .NET and AI/ML would be lost.
CREATE FUNCTION lintas_searchable(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        regexp_replace(
            regexp_replace(
                replace(given, '/', ' '), '([[:alnum:]])[+][+]', '\\1plusplus', 'g'),
            '\\m([[:alpha:]])#', '\\1sharp', 'g'),
        '(^|[^[:alnum:]])[.](net)\\M', '\\1dot\\2', 'gi')
$$;

CREATE FUNCTION lintas_vector(config regconfig, given text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector(config, lintas_searchable(given))
$$;

-- A word or phrase in either language. What says nothing in one of them (English "the") asks for nothing.
CREATE FUNCTION lintas_query(given text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN numnode(indonesian) = 0 OR numnode(english) = 0 THEN ''::tsquery
        -- The planner would take a word that is asked for twice for a commoner one.
        WHEN indonesian = english THEN english ELSE indonesian || english END
    FROM (SELECT phraseto_tsquery('lintas_id', lintas_searchable(given)) AS indonesian,
                 phraseto_tsquery('lintas_en', lintas_searchable(given)) AS english) AS asked
$$;
"""
DROP_WORDS = "DROP FUNCTION lintas_query(text); DROP FUNCTION lintas_vector(regconfig, text); DROP FUNCTION lintas_searchable(text);"

DERIVED = """
CREATE FUNCTION lintas_derive_listing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own regconfig := CASE NEW.language WHEN 'id' THEN 'lintas_id' ELSE 'lintas_en' END;
    gap tsvector := '_:20';
    employer record;
    skills text;
    category text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- Whoever changes the employer at this moment is waited for; its listings are then written anew without this one.
        SELECT name, track, verification_level INTO employer FROM careers_employer WHERE id = NEW.employer_id FOR SHARE;
    ELSE
        SELECT name, track, verification_level INTO employer FROM careers_employer WHERE id = NEW.employer_id;
    END IF;
    NEW.employer_track := coalesce(employer.track, '');
    NEW.employer_level := coalesce(employer.verification_level, 0);
    NEW.skill_ids := ARRAY(SELECT skill_id FROM careers_listing_skills WHERE listing_id = NEW.id ORDER BY 1);
    NEW.background_ids := ARRAY(SELECT background_id FROM careers_listing_backgrounds WHERE listing_id = NEW.id ORDER BY 1);
    IF NEW.sample IS NULL THEN
        NEW.sample := floor(random() * 1024);
    END IF;
    NEW.facets := (NEW.engagement = 'contractor')::int
        | (CASE NEW.technical WHEN 'some' THEN 1 WHEN 'deep' THEN 2 ELSE 0 END << 1)
        | (CASE NEW.pay_period WHEN 'hour' THEN 1 WHEN 'day' THEN 2 WHEN 'week' THEN 3 WHEN 'month' THEN 4
            WHEN 'year' THEN 5 WHEN 'task' THEN 6 ELSE 0 END << 3)
        | (CASE NEW.employer_track WHEN 'local-business' THEN 1 WHEN 'local-government' THEN 2 ELSE 0 END << 6)
        | (coalesce(NEW.hours_guaranteed, false)::int << 8)
        | (coalesce(NEW.training_paid, false)::int << 9)
        | ((NEW.employer_level >= 1)::int << 10)
        | (CASE WHEN NEW.apply_at = 'outside' THEN 3 WHEN NEW.application_count < 10 THEN 0
            WHEN NEW.application_count < 50 THEN 1 ELSE 2 END << 11);
    IF TG_OP = 'INSERT' OR NEW.search_words IS NULL OR NEW.search_words <> OLD.search_words OR NEW.title <> OLD.title OR NEW.description <> OLD.description
        OR NEW.language <> OLD.language OR NEW.employer_id <> OLD.employer_id OR NEW.category_id <> OLD.category_id
        OR NEW.skill_ids <> OLD.skill_ids
    THEN
        SELECT string_agg(concat_ws(' ; ', name_en, name_id, array_to_string(aliases, ' ; ')), ' ; ' ORDER BY id)
            INTO skills FROM careers_skill WHERE id = ANY (NEW.skill_ids);
        SELECT concat_ws(' ; ', name_en, name_id) INTO category FROM careers_jobcategory WHERE id = NEW.category_id;
        -- Titles, skills and professions mix the languages, whatever the rest is written in: both stemmers read them.
        -- Between two parts stands a gap, so that no phrase reaches from the end of one into the next.
        NEW.search_words := ts_delete(
            setweight(lintas_vector('lintas_id', NEW.title) || gap || lintas_vector('lintas_en', NEW.title), 'A')
            || gap || setweight(lintas_vector(own, coalesce(employer.name, '')), 'B')
            || gap || setweight(
                lintas_vector('lintas_id', coalesce(skills, '')) || gap || lintas_vector('lintas_en', coalesce(skills, '')), 'C')
            || gap || lintas_vector('lintas_id', coalesce(category, ''))
            || gap || lintas_vector('lintas_en', coalesce(category, ''))
            || gap || lintas_vector(own, NEW.description),
            '_');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER derive_on_insert BEFORE INSERT ON careers_listing
    FOR EACH ROW EXECUTE FUNCTION lintas_derive_listing();
CREATE TRIGGER derive_on_update BEFORE UPDATE OF title, description, language, employer_id, category_id, engagement, technical,
    pay_period, hours_guaranteed, training_paid, apply_at, application_count, employer_track, employer_level, skill_ids,
    background_ids, sample, facets, search_words ON careers_listing
    FOR EACH ROW EXECUTE FUNCTION lintas_derive_listing();

CREATE FUNCTION lintas_employer_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE careers_listing SET employer_level = NEW.verification_level WHERE employer_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER listings_follow AFTER UPDATE OF track, verification_level ON careers_employer FOR EACH ROW
    WHEN (OLD.track IS DISTINCT FROM NEW.track OR OLD.verification_level IS DISTINCT FROM NEW.verification_level)
    EXECUTE FUNCTION lintas_employer_moved();

CREATE FUNCTION lintas_links_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- What is written here is worked out anew on the way.
    UPDATE careers_listing SET skill_ids = skill_ids WHERE id IN (SELECT listing_id FROM moved);
    RETURN NULL;
END $$;
"""
DROP_DERIVED = """
DROP TRIGGER listings_follow ON careers_employer;
DROP FUNCTION lintas_employer_moved();
DROP TRIGGER derive_on_update ON careers_listing;
DROP TRIGGER derive_on_insert ON careers_listing;
DROP FUNCTION lintas_derive_listing();
"""

LINKS = ("careers_listing_skills", "careers_listing_backgrounds")
ON_LINKS = "".join(
    f"""
    CREATE TRIGGER listings_follow_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} TABLE AS moved
        FOR EACH STATEMENT EXECUTE FUNCTION lintas_links_moved();
    """
    for table in LINKS
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)
DROP_ON_LINKS = "".join(
    f"DROP TRIGGER listings_follow_{event} ON {table};" for table in LINKS for event in ("insert", "update", "delete")
)

# Searches read many rows and little of each: what is long goes out of line, what is short stays.
SHORT = (
    "title", "slug", "eligible_countries", "eligible_regions", "work_languages", "skill_ids", "background_ids", "overlap_zone",
    "language", "technical", "engagement", "pay_currency_id", "pay_period", "eligibility_scope", "apply_at", "state",
    "suspended_from", "employer_track",
)  # fmt: skip
NARROW = (
    "ALTER TABLE careers_listing SET (toast_tuple_target = 128);"
    + "".join(f"ALTER TABLE careers_listing ALTER COLUMN {name} SET STORAGE MAIN;" for name in SHORT)
    # Read word by word: unpacking it would cost more than the room it takes.
    + "ALTER TABLE careers_listing ALTER COLUMN search_words SET STORAGE EXTERNAL;"
    # Rare words need to be known for what they are: see docs/decisions.md.
    + "ALTER TABLE careers_listing ALTER COLUMN search_words SET STATISTICS 1000;"
)
KNOWN_TITLES = "ALTER INDEX listing_title_words ALTER COLUMN 1 SET STATISTICS 1000;"

BATCH = 2000


def fill(apps, schema_editor) -> None:
    """Let every row be derived once, a batch at a time: nobody waits for more than one batch."""
    Listing = apps.get_model("careers", "Listing")
    last = 0
    while ids := list(Listing.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        Listing.objects.filter(pk__in=ids).update(search_words=None)
        last = ids[-1]


TRIGGERS = [
    migrations.RunSQL(WORDS, DROP_WORDS),
    migrations.RunSQL(DERIVED + ON_LINKS, DROP_ON_LINKS + DROP_DERIVED + "DROP FUNCTION lintas_links_moved();"),
    migrations.RunSQL(NARROW, migrations.RunSQL.noop),
]
FILL = migrations.RunPython(fill, migrations.RunPython.noop)
ANALYZE = migrations.RunSQL(KNOWN_TITLES + "ANALYZE careers_listing;", migrations.RunSQL.noop)
