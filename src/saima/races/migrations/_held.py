"""What the database itself holds about rules, entrants and publications."""

from django.db.migrations import RunSQL

from saima.people.scope import published_security, row_security

LEDGERS = (
    "races_entrant",
    "races_proposal",
    "races_assent",
    "races_rules",
    "races_edition",
    "races_publication",
    "races_place",
    "races_working",
)
OF_THE_OFFICE = ("races_proposal", "races_assent", "races_edition")
OF_THE_GROUP = (
    "races_race",
    "races_entrant",
    "races_rules",
    "races_publication",
    "races_place",
)

# A month opens at midnight of China.
GUARDS = """
CREATE FUNCTION races_opening(month integer) RETURNS timestamptz
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT make_timestamptz(month / 100, month % 100, 1, 0, 0, 0, 'Asia/Shanghai')
$$;

CREATE FUNCTION races_stand_in(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.people_post post
    WHERE post.opened <= current_date
      AND coalesce(post.closed, current_date) >= current_date
      AND ((post.person_id = one AND post.deputizes_id = other)
        OR (post.person_id = other AND post.deputizes_id = one)))
$$;

CREATE FUNCTION races_entrant_in_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.races_rules WHERE race_id = NEW.race_id)
    AND races_opening(NEW.since) <=
      (SELECT at FROM public.journal_event WHERE number = NEW.event_id)
  THEN
    RAISE EXCEPTION 'opened: the field of a month stands when it opens'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_entrant_in_time BEFORE INSERT ON races_entrant
  FOR EACH ROW EXECUTE FUNCTION races_entrant_in_time();

CREATE FUNCTION races_assent_is_anothers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE author bigint;
BEGIN
  SELECT person_id INTO author FROM public.races_proposal WHERE id = NEW.proposal_id;
  IF author = NEW.person_id OR races_stand_in(author, NEW.person_id) OR EXISTS (
    SELECT 1 FROM public.races_assent given WHERE given.proposal_id = NEW.proposal_id
      AND races_stand_in(given.person_id, NEW.person_id))
  THEN
    RAISE EXCEPTION 'four eyes: rules need two others than their author'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM public.races_rules WHERE proposal_id = NEW.proposal_id) THEN
    RAISE EXCEPTION 'these rules are public already'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_assent_is_anothers BEFORE INSERT ON races_assent
  FOR EACH ROW EXECUTE FUNCTION races_assent_is_anothers();

CREATE FUNCTION races_rules_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  put record;
  agreed integer;
  against integer;
  newest integer;
BEGIN
  SELECT * INTO put FROM public.races_proposal WHERE id = NEW.proposal_id;
  SELECT count(*) FILTER (WHERE agrees), count(*) FILTER (WHERE NOT agrees)
    INTO agreed, against FROM public.races_assent WHERE proposal_id = NEW.proposal_id;
  SELECT coalesce(max(number), 0) INTO newest FROM public.races_rules
    WHERE race_id = NEW.race_id;
  IF agreed < 2 OR against > 0 OR NEW.number <> newest + 1
    OR NEW.at <> (SELECT at FROM public.journal_event WHERE number = NEW.event_id)
    OR (put.race_id, put.since, put.text) IS DISTINCT FROM
      (NEW.race_id, NEW.since, NEW.text)
    OR put.number < (SELECT max(number) FROM public.races_proposal
      WHERE race_id = NEW.race_id)
  THEN
    RAISE EXCEPTION 'rules are public when two others agreed with them'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_rules_agreed BEFORE INSERT ON races_rules
  FOR EACH ROW EXECUTE FUNCTION races_rules_agreed();

CREATE FUNCTION races_publication_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  computed record;
  newest integer;
BEGIN
  SELECT * INTO computed FROM public.races_edition WHERE id = NEW.edition_id;
  SELECT coalesce(max(number), 0) INTO newest FROM public.races_publication
    WHERE race_id = NEW.race_id AND month = NEW.month;
  IF computed.person_id = NEW.person_id
    OR races_stand_in(computed.person_id, NEW.person_id)
  THEN
    RAISE EXCEPTION 'four eyes: who computed an edition does not publish it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.number <> newest + 1
    OR NEW.at <> (SELECT at FROM public.journal_event WHERE number = NEW.event_id)
    OR (computed.race_id, computed.root_id, computed.month, computed.content_digest)
      IS DISTINCT FROM (NEW.race_id, NEW.root_id, NEW.month, NEW.content_digest)
    OR computed.number < (SELECT max(number) FROM public.races_edition
      WHERE race_id = NEW.race_id AND month = NEW.month)
  THEN
    RAISE EXCEPTION 'the newest edition of the month is what can be published'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_publication_follows BEFORE INSERT ON races_publication
  FOR EACH ROW EXECUTE FUNCTION races_publication_follows();

CREATE FUNCTION races_of_one_publication() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.event_id IS DISTINCT FROM
    (SELECT event_id FROM public.races_publication WHERE id = NEW.publication_id)
  THEN
    RAISE EXCEPTION 'places are written when they are published, and never after'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_place_published BEFORE INSERT ON races_place
  FOR EACH ROW EXECUTE FUNCTION races_of_one_publication();
CREATE TRIGGER races_working_published BEFORE INSERT ON races_working
  FOR EACH ROW EXECUTE FUNCTION races_of_one_publication();
"""
GUARDS_BACK = """
DROP TRIGGER races_working_published ON races_working;
DROP TRIGGER races_place_published ON races_place;
DROP FUNCTION races_of_one_publication();
DROP TRIGGER races_publication_follows ON races_publication;
DROP FUNCTION races_publication_follows();
DROP TRIGGER races_rules_agreed ON races_rules;
DROP FUNCTION races_rules_agreed();
DROP TRIGGER races_assent_is_anothers ON races_assent;
DROP FUNCTION races_assent_is_anothers();
DROP TRIGGER races_entrant_in_time ON races_entrant;
DROP FUNCTION races_entrant_in_time();
DROP FUNCTION races_stand_in(bigint, bigint);
DROP FUNCTION races_opening(integer);
"""

# A working is its unit's own; the group sees it where the rules open it to all.
OPEN_WORKINGS = RunSQL(
    """
    CREATE POLICY races_working_open ON races_working FOR SELECT USING (
      open AND root_id = ANY
      ((SELECT nullif(current_setting('saima.groups', true), '')::bigint[])::bigint[]))
    """,
    "DROP POLICY races_working_open ON races_working",
)


def guarded() -> RunSQL:
    """The functions and triggers above."""
    return RunSQL(GUARDS, GUARDS_BACK)


def scopes() -> list[RunSQL]:
    """Who sees which rows."""
    return [
        *map(published_security, OF_THE_GROUP),
        *(row_security(table, "root_id") for table in OF_THE_OFFICE),
        row_security("races_working"),
        OPEN_WORKINGS,
    ]
