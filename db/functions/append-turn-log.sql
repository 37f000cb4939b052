-- Each array element is what one turn has sent since its last row. NULL instead of chunks only renews the
-- heartbeat. A row is accepted while its turn runs under its epoch. The operator's role, with which a
-- process writes for all its turns at once, may write for any tenant, the app's role only for the running
-- one. A turn that another transaction holds is reported as busy instead of waited for, so that it cannot
-- delay the others.
CREATE OR REPLACE FUNCTION platform.append_turn_log(tenants uuid[], turn_ids uuid[], epochs integer[], first_offsets integer[], chunk_lists text[])
RETURNS TABLE (turn_id uuid, outcome text, is_stop_requested boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH given AS (
    SELECT g.* FROM unnest(tenants, turn_ids, epochs, first_offsets, chunk_lists) AS g (tenant_id, turn_id, epoch, first_offset, chunks)
    WHERE pg_catalog.current_setting('role') = 'parley_operator' OR g.tenant_id = platform.current_tenant()
  ), taken AS MATERIALIZED (
    -- Lateral joins make one look-up by key for each row, however many rows the planner expects.
    SELECT g.*, r.id AS running_id, h.id AS held_id, h.heartbeat_at, h.stop_requested_at FROM given g
    LEFT JOIN LATERAL (
      SELECT t.id FROM platform.turns t
      WHERE t.tenant_id = g.tenant_id AND t.id = g.turn_id AND t.epoch = g.epoch AND t.state = 'running'
    ) r ON true
    LEFT JOIN LATERAL (
      SELECT t.id, t.heartbeat_at, t.stop_requested_at FROM platform.turns t
      WHERE t.tenant_id = g.tenant_id AND t.id = r.id AND t.epoch = g.epoch AND t.state = 'running'
      FOR NO KEY UPDATE SKIP LOCKED
    ) h ON true
  ), alive AS (
    UPDATE platform.turns t SET heartbeat_at = pg_catalog.now() FROM taken h
    WHERE t.tenant_id = h.tenant_id AND t.id = h.held_id AND h.heartbeat_at < pg_catalog.now() - interval '2 seconds'
  ), written AS (
    INSERT INTO platform.turn_log (tenant_id, turn_id, epoch, first_offset, chunks)
    SELECT h.tenant_id, h.turn_id, h.epoch, h.first_offset, h.chunks FROM taken h
    WHERE h.held_id IS NOT NULL AND h.chunks IS NOT NULL
    ON CONFLICT DO NOTHING
  )
  SELECT h.turn_id,
    CASE WHEN h.held_id IS NOT NULL THEN 'accepted' WHEN h.running_id IS NOT NULL THEN 'busy' ELSE 'fenced' END,
    h.stop_requested_at IS NOT NULL
  FROM taken h;
END $$;

REVOKE ALL ON FUNCTION platform.append_turn_log(uuid[], uuid[], integer[], integer[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.append_turn_log(uuid[], uuid[], integer[], integer[], text[]) TO parley_operator, parley_app;
ALTER FUNCTION platform.append_turn_log(uuid[], uuid[], integer[], integer[], text[]) OWNER TO parley_turn_log;
