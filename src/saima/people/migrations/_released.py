"""What the database itself holds about the release of accounts."""

TWO_PERSONS = """
CREATE FUNCTION people_two_persons() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owner oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.released_at IS NOT NULL OR NEW.released_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'a handover is not released when it is made'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.account_id, NEW.kind, NEW.at) IS DISTINCT FROM (OLD.account_id, OLD.kind, OLD.at)
    OR NEW.by_id IS DISTINCT FROM OLD.by_id
    OR (OLD.waits AND NOT NEW.waits)
    OR (OLD.released_at IS NOT NULL AND (NEW.released_at, NEW.released_by_id)
        IS DISTINCT FROM (OLD.released_at, OLD.released_by_id))
  THEN
    RAISE EXCEPTION 'a handover stays what it was'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- The console works as the owner of the tables: it names nobody.
  IF NEW.released_at IS NOT DISTINCT FROM OLD.released_at
    OR (NEW.released_by_id IS NULL AND pg_has_role(current_user, owner, 'MEMBER'))
  THEN
    RETURN NEW;
  END IF;
  IF NEW.released_by_id IS NULL OR NEW.released_by_id = NEW.by_id
    OR EXISTS (SELECT 1 FROM people_account a
               WHERE a.id = NEW.account_id AND a.person_id = NEW.released_by_id)
    -- A day more on both sides: the office's day is not the server's.
    OR NOT EXISTS (SELECT 1 FROM people_post p
                   WHERE p.person_id = NEW.released_by_id AND p.kind = 'security_admin'
                     AND p.opened <= current_date + 1
                     AND coalesce(p.closed, 'infinity'::date) >= current_date - 1)
  THEN
    RAISE EXCEPTION 'an account is released by a second person, a security administrator'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.kind IN ('first', 'reset') AND NEW.by_id IS NOT NULL
    AND NEW.chosen_at IS NULL THEN
    RAISE EXCEPTION 'an account is released after its password was chosen'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_two_persons BEFORE INSERT OR UPDATE ON people_handover
  FOR EACH ROW EXECUTE FUNCTION people_two_persons();
"""
TWO_PERSONS_BACK = """
DROP TRIGGER people_two_persons ON people_handover;
DROP FUNCTION people_two_persons();
"""
