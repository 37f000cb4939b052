-- Claims turns whose process has sent no heartbeat for that long, each under a new epoch, which fences off
-- the process. Concurrent callers claim different turns. A turn that waits in the queue is dead only after
-- an hour without a worker. It then still counts as waiting, so it blocks no other turn, and no worker can
-- claim it, because its epoch is not 0.
CREATE OR REPLACE FUNCTION platform.claim_dead_turns(silent_for interval, how_many integer)
RETURNS TABLE (tenant_id uuid, turn_id uuid, epoch integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH dead AS MATERIALIZED (
    SELECT t.tenant_id, t.id, t.conversation_id, t.epoch FROM platform.turns t
    JOIN platform.conversations c ON c.tenant_id = t.tenant_id AND c.id = t.conversation_id
    WHERE t.state = 'running' AND ((t.waiting_since IS NULL AND t.heartbeat_at < pg_catalog.now() - silent_for)
      OR (t.waiting_since < pg_catalog.now() - interval '1 hour'
        AND (t.epoch = 0 OR t.heartbeat_at < pg_catalog.now() - interval '15 seconds')))
    LIMIT how_many
    FOR NO KEY UPDATE SKIP LOCKED
  ), counted AS (
    UPDATE platform.conversations c SET last_epoch = greatest(c.last_epoch, d.epoch) + d.place
    FROM (SELECT d.tenant_id, d.conversation_id, max(d.epoch) AS epoch, count(*)::integer AS place FROM dead d
      GROUP BY d.tenant_id, d.conversation_id) d
    WHERE c.tenant_id = d.tenant_id AND c.id = d.conversation_id
    RETURNING c.tenant_id, c.id, c.last_epoch
  ), placed AS (
    SELECT d.*, row_number() OVER (PARTITION BY d.tenant_id, d.conversation_id ORDER BY d.id) AS place FROM dead d
  )
  UPDATE platform.turns t SET epoch = c.last_epoch - d.place + 1, heartbeat_at = pg_catalog.now()
  FROM placed d JOIN counted c ON c.tenant_id = d.tenant_id AND c.id = d.conversation_id
  WHERE t.tenant_id = d.tenant_id AND t.id = d.id
  RETURNING t.tenant_id, t.id, t.epoch;
END $$;

REVOKE ALL ON FUNCTION platform.claim_dead_turns(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.claim_dead_turns(interval, integer) TO parley_operator;
ALTER FUNCTION platform.claim_dead_turns(interval, integer) OWNER TO parley_turn_log;
