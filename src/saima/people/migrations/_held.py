"""What the database itself holds about posts."""

THREE_ADMINISTRATORS = """
CREATE FUNCTION people_three_administrators() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  administrators text[] := ARRAY['system_admin', 'security_admin', 'audit_admin'];
BEGIN
  -- Two posts written at once must see each other.
  PERFORM pg_advisory_xact_lock(hashtext('people_post'), NEW.person_id::integer);
  IF NEW.kind = ANY (administrators) AND EXISTS (
    SELECT 1 FROM people_post other
    WHERE other.person_id = NEW.person_id AND other.id IS DISTINCT FROM NEW.id
      AND other.kind = ANY (administrators) AND other.kind <> NEW.kind
      AND other.opened <= coalesce(NEW.closed, 'infinity'::date)
      AND NEW.opened <= coalesce(other.closed, 'infinity'::date)
  ) THEN
    RAISE EXCEPTION 'no person combines two administrators'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_three_administrators BEFORE INSERT OR UPDATE ON people_post
  FOR EACH ROW EXECUTE FUNCTION people_three_administrators();
"""
THREE_ADMINISTRATORS_BACK = """
DROP TRIGGER people_three_administrators ON people_post;
DROP FUNCTION people_three_administrators();
"""
