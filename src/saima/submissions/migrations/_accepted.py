"""What the database keeps of the moves: whether a month is accepted, for finding it."""

ACCEPTED = """
UPDATE submissions_submission SET accepted = true
  WHERE (SELECT step FROM submissions_move
    WHERE submission_id = submissions_submission.id
    ORDER BY number DESC LIMIT 1) = 'accept';

CREATE FUNCTION submissions_accepted_by_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.submissions_submission SET accepted = (NEW.step = 'accept')
    WHERE id = NEW.submission_id AND accepted <> (NEW.step = 'accept');
  RETURN NULL;
END $$;
CREATE TRIGGER submissions_accepted_by_moves AFTER INSERT ON submissions_move
  FOR EACH ROW EXECUTE FUNCTION submissions_accepted_by_moves();

CREATE FUNCTION submissions_begins_open() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.accepted := false;
  RETURN NEW;
END $$;
CREATE TRIGGER submissions_begins_open BEFORE INSERT ON submissions_submission
  FOR EACH ROW EXECUTE FUNCTION submissions_begins_open();
"""
ACCEPTED_BACK = """
DROP TRIGGER submissions_begins_open ON submissions_submission;
DROP FUNCTION submissions_begins_open();
DROP TRIGGER submissions_accepted_by_moves ON submissions_move;
DROP FUNCTION submissions_accepted_by_moves();
"""
