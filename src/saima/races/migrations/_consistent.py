"""What the database holds besides: rows that belong together say the same."""

from django.db.migrations import RunSQL

OF_A_RACE = ("entrant", "proposal", "rules", "edition", "publication")
OF_A_PUBLICATION = ("place", "working")
BY_SOMEBODY = ("proposal", "assent", "edition", "publication")

FUNCTIONS = """
CREATE FUNCTION races_of_its_race() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.root_id IS DISTINCT FROM
    (SELECT root_id FROM public.races_race WHERE id = NEW.race_id)
  THEN
    RAISE EXCEPTION 'a row of % belongs to the group of its race', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION races_of_its_publication() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.root_id IS DISTINCT FROM
      (SELECT root_id FROM public.races_publication WHERE id = NEW.publication_id)
    OR NEW.unit_id IS DISTINCT FROM
      (SELECT unit_id FROM public.plans_subject WHERE id = NEW.subject_id)
  THEN
    RAISE EXCEPTION 'a row of % belongs to its own group and unit', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION races_by_who_did_it() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.person_id IS DISTINCT FROM
    (SELECT person FROM public.journal_event WHERE number = NEW.event_id)
  THEN
    RAISE EXCEPTION 'a row of % names who did it', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

-- A day is that of China, as it is in the pages, and not that of the server.
CREATE OR REPLACE FUNCTION races_stand_in(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.people_post post,
      (SELECT (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date AS day) today
    WHERE post.opened <= today.day AND coalesce(post.closed, today.day) >= today.day
      AND ((post.person_id = one AND post.deputizes_id = other)
        OR (post.person_id = other AND post.deputizes_id = one)))
$$;

-- Whoever stood in for somebody since a deed is not another, be the post ended or not.
CREATE FUNCTION races_stood_in(one bigint, other bigint, deed bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.people_post post, public.journal_event since
    WHERE since.number = deed
      AND post.opened <= (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
      AND (post.closed IS NULL
        OR post.closed >= (since.at AT TIME ZONE 'Asia/Shanghai')::date)
      AND ((post.person_id = one AND post.deputizes_id = other)
        OR (post.person_id = other AND post.deputizes_id = one)))
$$;

CREATE FUNCTION races_assent_of_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.root_id IS DISTINCT FROM
    (SELECT root_id FROM public.races_proposal WHERE id = NEW.proposal_id)
  THEN
    RAISE EXCEPTION 'a row of % belongs to the group of its race', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM public.races_proposal put
    LEFT JOIN public.races_assent given ON given.proposal_id = put.id
    WHERE put.id = NEW.proposal_id
      AND (races_stood_in(put.person_id, NEW.person_id, put.event_id)
        OR races_stood_in(given.person_id, NEW.person_id, put.event_id)))
  THEN
    RAISE EXCEPTION 'four eyes: rules need two others than their author'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_assent_of_another BEFORE INSERT ON races_assent
  FOR EACH ROW EXECUTE FUNCTION races_assent_of_another();

CREATE FUNCTION races_rules_as_put() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.content_digest <> sha256(convert_to(NEW.normal_form, 'UTF8'))
    OR NOT EXISTS (SELECT 1 FROM public.races_proposal WHERE id = NEW.proposal_id
      AND (reason, paper) IS NOT DISTINCT FROM (NEW.reason, NEW.paper))
  THEN
    RAISE EXCEPTION 'rules are published as they were put forward'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_rules_as_put BEFORE INSERT ON races_rules
  FOR EACH ROW EXECUTE FUNCTION races_rules_as_put();

CREATE FUNCTION races_publication_of_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.races_edition computed
    WHERE computed.id = NEW.edition_id
      AND races_stood_in(computed.person_id, NEW.person_id, computed.event_id))
  THEN
    RAISE EXCEPTION 'four eyes: who computed an edition does not publish it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- A month later as China counts, whatever the time zone of whoever asks.
  IF NEW.at AT TIME ZONE 'Asia/Shanghai'
    < make_date(NEW.month / 100, NEW.month % 100, 1) + interval '1 month'
  THEN
    RAISE EXCEPTION 'a month is published when it is over'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER races_publication_of_another BEFORE INSERT ON races_publication
  FOR EACH ROW EXECUTE FUNCTION races_publication_of_another();
"""
FUNCTIONS_BACK = """
DROP TRIGGER races_publication_of_another ON races_publication;
DROP FUNCTION races_publication_of_another();
DROP TRIGGER races_rules_as_put ON races_rules;
DROP FUNCTION races_rules_as_put();
DROP TRIGGER races_assent_of_another ON races_assent;
DROP FUNCTION races_assent_of_another();
DROP FUNCTION races_stood_in(bigint, bigint, bigint);
DROP FUNCTION races_by_who_did_it();
DROP FUNCTION races_of_its_publication();
DROP FUNCTION races_of_its_race();
CREATE OR REPLACE FUNCTION races_stand_in(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.people_post post
    WHERE post.opened <= current_date
      AND coalesce(post.closed, current_date) >= current_date
      AND ((post.person_id = one AND post.deputizes_id = other)
        OR (post.person_id = other AND post.deputizes_id = one)))
$$;
"""


def functions() -> RunSQL:
    """The functions, and the triggers that one table alone has."""
    return RunSQL(FUNCTIONS, FUNCTIONS_BACK)


def triggers() -> list[RunSQL]:
    """The triggers that several tables have."""
    return [
        *(_trigger(table, "races_of_its_race") for table in OF_A_RACE),
        *(_trigger(table, "races_of_its_publication") for table in OF_A_PUBLICATION),
        *(_trigger(table, "races_by_who_did_it") for table in BY_SOMEBODY),
    ]


def _trigger(table: str, function: str) -> RunSQL:
    name = f"{function}_{table}"
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE INSERT ON races_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON races_{table}",
    )
