"""What the database itself holds about a ledger, as operations of migrations."""

from __future__ import annotations

from django.db.migrations import RunSQL

# The head is read and locked by a function, since a lock needs a right to update
# that the application does not have.
HEAD = """
CREATE FUNCTION journal_open(OUT number bigint, OUT digest bytea, OUT at timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT h.number, h.digest, greatest(clock_timestamp(), h.at)
  FROM public.journal_head h WHERE h.id = 1 FOR UPDATE
$$;
REVOKE ALL ON FUNCTION journal_open() FROM PUBLIC;

CREATE FUNCTION journal_event_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.journal_head SET number = NEW.number, digest = NEW.digest,
    at = NEW.at, transaction = pg_current_xact_id()::text::bigint
  WHERE id = 1 AND number = NEW.number - 1 AND digest = NEW.previous
    AND at <= NEW.at AND NEW.at <= clock_timestamp() + interval '1 second';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'event % does not follow the newest one', NEW.number
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER journal_event_follows BEFORE INSERT ON journal_event
  FOR EACH ROW EXECUTE FUNCTION journal_event_follows();

CREATE FUNCTION journal_line_belongs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.journal_head WHERE id = 1 AND number = NEW.event_id
    AND transaction = pg_current_xact_id()::text::bigint;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a row of % must be written together with its event', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
HEAD_BACK = """
DROP TRIGGER journal_event_follows ON journal_event;
DROP FUNCTION journal_append_only();
DROP FUNCTION journal_line_belongs();
DROP FUNCTION journal_event_follows();
DROP FUNCTION journal_open();
"""


def head() -> RunSQL:
    """The chain's own functions, and the trigger that moves its end."""
    return RunSQL(HEAD, HEAD_BACK)


def append_only(table: str) -> RunSQL:
    """Refuse every change of what stands in a table, to whoever asks."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
          FOR EACH ROW EXECUTE FUNCTION journal_append_only();
        CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}
          FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();
        """,
        f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_whole ON {table};",
    )


def lines_of(table: str) -> list[RunSQL]:
    """A table of ledger rows: written with their event, and never changed."""
    belongs = RunSQL(
        f"""
        CREATE TRIGGER {table}_belongs BEFORE INSERT ON {table}
          FOR EACH ROW EXECUTE FUNCTION journal_line_belongs();
        ALTER TABLE {table} ADD CONSTRAINT {table}_place
          CHECK (line BETWEEN 1 AND 999999 AND id = event_id * 1000000 + line);
        """,
        f"""
        DROP TRIGGER {table}_belongs ON {table};
        ALTER TABLE {table} DROP CONSTRAINT {table}_place;
        """,
    )
    return [append_only(table), belongs]


def read_by_those_concerned(table: str) -> RunSQL:
    """Let everybody add rows, and read those about units in their scope."""
    seen = (
        "(SELECT current_setting('saima.scope', true)) = 'all' OR unit = ANY "
        "((SELECT nullif(current_setting('saima.units', true), '')::bigint[])::bigint[])"
    )
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({seen});
        CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK (true);
        """,
        f"""
        DROP POLICY {table}_read ON {table};
        DROP POLICY {table}_add ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def read_by_auditors(table: str) -> RunSQL:
    """Let auditors read about their units, and of no unit what concerns their groups.

    What names no group either is of the house (0), and is told where a group's head is
    audited.
    """
    units, audited = _told("units"), _told("audited")
    seen = (
        "(SELECT current_setting('saima.scope', true)) = 'all'"
        f" OR unit = ANY ({units}) OR unit = ANY ({audited})"
        f" OR (unit IS NULL AND coalesce(groups, '{{0}}') && {audited})"
    )
    return RunSQL(
        f"""
        DROP POLICY {table}_read ON {table};
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({seen});
        """,
        f"""
        DROP POLICY {table}_read ON {table};
        CREATE POLICY {table}_read ON {table} FOR SELECT USING (
          (SELECT current_setting('saima.scope', true)) = 'all'
          OR unit = ANY ({units}));
        """,
    )


def _told(setting: str) -> str:
    """The numbers that the database was told, read once for a statement."""
    return (
        f"(SELECT nullif(current_setting('saima.{setting}', true), '')::bigint[])"
        "::bigint[]"
    )
