"""Logs are append-only, and the database sees to it.

A row of a log may not change. It may go only together with what it tells about: the second trigger looks at commit.
"""

from django.db import migrations

LOGS = {
    "careers_listingchange": ("careers_listing", "listing_id"),
    "careers_applicationchange": ("careers_application", "application_id"),
    "careers_employerchange": ("careers_employer", "employer_id"),
}

FUNCTIONS = """
CREATE FUNCTION lintas_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION lintas_log_goes_with_its_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = ($1).%I)', TG_ARGV[0], TG_ARGV[1]) INTO stands USING OLD;
    IF stands THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION lintas_log_is_append_only(); DROP FUNCTION lintas_log_goes_with_its_row();"


def _triggers(table: str, parent: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER append_only BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION lintas_log_is_append_only();
        CREATE CONSTRAINT TRIGGER goes_with_its_row AFTER DELETE ON {table} DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION lintas_log_goes_with_its_row('{parent}', '{column}');
        """,
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER goes_with_its_row ON {table};",
    )


OPERATIONS = [
    migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
    *(_triggers(table, *parent) for table, parent in LOGS.items()),
]
