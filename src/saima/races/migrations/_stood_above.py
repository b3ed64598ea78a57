"""Who sees how a place was worked out: whoever stood above the unit in that month."""

from django.db.migrations import RunSQL

# The parents of a month are told by the placements, of which no past one is written.
STOOD_UNDER = """
CREATE FUNCTION races_stood_under(unit bigint, publication bigint, heads bigint[])
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE above(unit) AS (
    SELECT $1
    UNION
    SELECT (
      SELECT placed.parent_id FROM public.people_placement placed
      WHERE placed.unit_id = above.unit AND placed.since <= (
        SELECT month FROM public.races_publication WHERE id = $2)
      ORDER BY placed.since DESC, placed.id DESC LIMIT 1)
    FROM above WHERE above.unit IS NOT NULL
  )
  SELECT EXISTS (SELECT 1 FROM above WHERE above.unit = ANY ($3))
$$;
"""
ALL = "(SELECT current_setting('saima.scope', true)) = 'all'"


def _told(setting: str) -> str:
    return (
        f"(SELECT nullif(current_setting('saima.{setting}', true), '')::bigint[])"
        "::bigint[]"
    )


POLICIES = f"""
DROP POLICY races_working_scope ON races_working;
CREATE POLICY races_working_scope ON races_working FOR SELECT USING (
  {ALL} OR root_id = ANY ({_told("heads")})
  OR races_stood_under(unit_id, publication_id, {_told("heads")}));
CREATE POLICY races_working_written ON races_working FOR INSERT WITH CHECK (
  {ALL} OR unit_id = ANY ({_told("units")}));
"""
BACK = f"""
DROP POLICY races_working_written ON races_working;
DROP POLICY races_working_scope ON races_working;
CREATE POLICY races_working_scope ON races_working
  USING ({ALL} OR unit_id = ANY ({_told("units")}))
  WITH CHECK ({ALL} OR unit_id = ANY ({_told("units")}));
DROP FUNCTION races_stood_under(bigint, bigint, bigint[]);
"""


def of_the_month() -> RunSQL:
    """Let the database show workings by the tree of their month."""
    return RunSQL(STOOD_UNDER + POLICIES, BACK)
