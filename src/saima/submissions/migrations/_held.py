"""What the database itself holds about the steps of a submission."""

STEPS_FOLLOW = """
CREATE FUNCTION submissions_move_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before record;
  newest integer;
  vouched integer;
  begun date;
  vouched_by bigint;
BEGIN
  SELECT number, step, round INTO before FROM public.submissions_move
    WHERE submission_id = NEW.submission_id ORDER BY number DESC LIMIT 1;
  SELECT coalesce(max(round), 0) INTO newest FROM public.submissions_move
    WHERE submission_id = NEW.submission_id;
  IF NEW.number <> coalesce(before.number, 0) + 1 OR NOT (CASE NEW.step
    WHEN 'submit' THEN coalesce(before.step, 'reopen') IN ('reopen', 'send_back')
      AND NEW.round = newest + 1
    WHEN 'approve' THEN before.step = 'submit' AND NEW.round = before.round
    WHEN 'accept' THEN before.step = 'approve' AND NEW.round = before.round
    WHEN 'send_back' THEN before.step IN ('submit', 'approve')
      AND NEW.round = before.round
    WHEN 'reopen' THEN before.step IN ('approve', 'accept')
      AND NEW.round = before.round
    ELSE false END)
  THEN
    RAISE EXCEPTION 'step % does not follow', NEW.step
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.step = 'approve' THEN
    SELECT coalesce(max(round), 0) INTO vouched FROM public.submissions_move given
      WHERE submission_id = NEW.submission_id AND step = 'approve'
        AND NOT EXISTS (
          SELECT 1 FROM public.submissions_move taken
          WHERE taken.submission_id = given.submission_id
            AND taken.step = 'send_back' AND taken.round = given.round
            AND taken.number > given.number);
    SELECT coalesce(max(event_id), 0) INTO vouched_by FROM public.submissions_move
      WHERE submission_id = NEW.submission_id AND step = 'approve' AND round = vouched;
    SELECT least(make_date(month / 100, month % 100, 1), current_date) INTO begun
      FROM public.submissions_submission WHERE id = NEW.submission_id;
    IF EXISTS (
      WITH author AS (
        SELECT person_id FROM public.submissions_figure
          WHERE submission_id = NEW.submission_id AND round > vouched
        UNION SELECT person_id FROM public.submissions_move
          WHERE submission_id = NEW.submission_id AND step = 'submit'
            AND round > vouched
        UNION SELECT cell.person_id FROM public.submissions_cell cell
          WHERE submission_id = NEW.submission_id AND NOT EXISTS (
            SELECT 1 FROM public.submissions_figure written
            WHERE written.submission_id = cell.submission_id
              AND written.subject_id = cell.subject_id
              AND written.indicator_id = cell.indicator_id
              AND written.round <= vouched AND written.person_id = cell.person_id)
        UNION SELECT typed.person FROM public.journal_event typed
          WHERE typed.about = 'submissions.submission:' || NEW.submission_id
            AND typed.verb = 'submission.fill' AND typed.number > vouched_by
        UNION SELECT person_id FROM public.submissions_upload
          WHERE submission_id = NEW.submission_id AND loaded_at > coalesce(
            (SELECT at FROM public.journal_event WHERE number = vouched_by),
            '-infinity'::timestamptz)
      )
      SELECT 1 FROM author WHERE person_id = NEW.person_id OR EXISTS (
        SELECT 1 FROM public.people_post post
        WHERE post.opened <= current_date
          AND coalesce(post.closed, current_date) >= begun
          AND ((post.person_id = NEW.person_id AND post.deputizes_id = author.person_id)
            OR (post.person_id = author.person_id
              AND post.deputizes_id = NEW.person_id)))
    ) THEN
      RAISE EXCEPTION 'four eyes: who wrote a figure does not approve it'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER submissions_move_follows BEFORE INSERT ON submissions_move
  FOR EACH ROW EXECUTE FUNCTION submissions_move_follows();

CREATE FUNCTION submissions_cell_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (SELECT step FROM public.submissions_move WHERE submission_id = NEW.submission_id
      ORDER BY number DESC LIMIT 1) IN ('submit', 'approve', 'accept') THEN
    RAISE EXCEPTION 'what was submitted is not changed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER submissions_cell_is_open BEFORE INSERT OR UPDATE ON submissions_cell
  FOR EACH ROW EXECUTE FUNCTION submissions_cell_is_open();
"""
STEPS_FOLLOW_BACK = """
DROP TRIGGER submissions_cell_is_open ON submissions_cell;
DROP FUNCTION submissions_cell_is_open();
DROP TRIGGER submissions_move_follows ON submissions_move;
DROP FUNCTION submissions_move_follows();
"""
