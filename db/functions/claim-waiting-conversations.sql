-- Conversations where a turn waits and none runs, so that a turn is queued again when its job was lost with
-- its process. A conversation that was returned is skipped for that long, so that each one is reached.
CREATE OR REPLACE FUNCTION platform.claim_waiting_conversations(waiting_for interval, how_many integer)
RETURNS TABLE (tenant_id uuid, conversation_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH waiting AS MATERIALIZED (
    SELECT t.tenant_id, t.id FROM platform.turns t
    WHERE t.state = 'running' AND t.waiting_since IS NOT NULL AND t.epoch = 0
      AND t.heartbeat_at < pg_catalog.now() - waiting_for
      AND NOT EXISTS (SELECT FROM platform.turns r WHERE r.tenant_id = t.tenant_id AND r.conversation_id = t.conversation_id
        AND r.state = 'running' AND r.waiting_since IS NULL)
    ORDER BY t.heartbeat_at LIMIT how_many
    FOR NO KEY UPDATE SKIP LOCKED
  ), called AS (
    UPDATE platform.turns t SET heartbeat_at = pg_catalog.now() FROM waiting w
    WHERE t.tenant_id = w.tenant_id AND t.id = w.id
    RETURNING t.tenant_id, t.conversation_id
  )
  SELECT DISTINCT c.tenant_id, c.conversation_id FROM called c;
END $$;

REVOKE ALL ON FUNCTION platform.claim_waiting_conversations(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.claim_waiting_conversations(interval, integer) TO parley_operator;
ALTER FUNCTION platform.claim_waiting_conversations(interval, integer) OWNER TO parley_turn_log;
