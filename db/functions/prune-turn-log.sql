-- Deletes log rows of turns that ended that long ago, oldest first.
CREATE OR REPLACE FUNCTION platform.prune_turn_log(ended_for interval, how_many integer)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE pruned integer;
BEGIN
  WITH old AS (
    SELECT l.tenant_id, l.turn_id, l.epoch, l.first_offset FROM platform.turn_log l
    JOIN platform.turns t ON t.tenant_id = l.tenant_id AND t.id = l.turn_id
    WHERE l.written_at < pg_catalog.now() - ended_for AND t.state <> 'running' AND t.ended_at < pg_catalog.now() - ended_for
    ORDER BY l.written_at LIMIT how_many
    FOR UPDATE OF l SKIP LOCKED
  )
  DELETE FROM platform.turn_log l USING old
  WHERE l.tenant_id = old.tenant_id AND l.turn_id = old.turn_id AND l.epoch = old.epoch AND l.first_offset = old.first_offset;
  GET DIAGNOSTICS pruned = ROW_COUNT;
  RETURN pruned;
END $$;

REVOKE ALL ON FUNCTION platform.prune_turn_log(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.prune_turn_log(interval, integer) TO parley_operator;
ALTER FUNCTION platform.prune_turn_log(interval, integer) OWNER TO parley_turn_log;
