"""What the database itself holds about who accepts a round for the office."""

THIRD_PERSON = """
CREATE FUNCTION submissions_move_third() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  vouched integer;
  vouched_by bigint;
  begun date;
BEGIN
  -- The newest round before this one that was approved and not sent back since.
  SELECT coalesce(max(round), 0) INTO vouched FROM public.submissions_move given
    WHERE submission_id = NEW.submission_id AND step = 'approve' AND round < NEW.round
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
    WITH hand AS (
      SELECT person_id FROM public.submissions_figure
        WHERE submission_id = NEW.submission_id AND round > vouched
      UNION SELECT person_id FROM public.submissions_move
        WHERE submission_id = NEW.submission_id AND step IN ('submit', 'approve')
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
    SELECT 1 FROM hand WHERE person_id = NEW.person_id OR EXISTS (
      SELECT 1 FROM public.people_post post
      WHERE post.opened <= current_date
        AND coalesce(post.closed, current_date) >= begun
        AND ((post.person_id = NEW.person_id AND post.deputizes_id = hand.person_id)
          OR (post.person_id = hand.person_id
            AND post.deputizes_id = NEW.person_id)))
  ) THEN
    RAISE EXCEPTION 'third person: who had a hand in a round does not accept it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER submissions_move_third BEFORE INSERT ON submissions_move
  FOR EACH ROW WHEN (NEW.step = 'accept') EXECUTE FUNCTION submissions_move_third();
"""
THIRD_PERSON_BACK = """
DROP TRIGGER submissions_move_third ON submissions_move;
DROP FUNCTION submissions_move_third();
"""
