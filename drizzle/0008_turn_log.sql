CREATE TABLE "platform"."turn_log" (
	"tenant_id" uuid NOT NULL,
	"turn_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"first_offset" integer NOT NULL,
	"chunks" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "turn_log_tenant_id_turn_id_epoch_first_offset_pk" PRIMARY KEY("tenant_id","turn_id","epoch","first_offset")
);
--> statement-breakpoint
ALTER TABLE "platform"."conversations" ADD COLUMN "last_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."turns" ADD COLUMN "epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."turn_log" ADD CONSTRAINT "turn_log_turn_fk" FOREIGN KEY ("tenant_id","turn_id") REFERENCES "platform"."turns"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "turn_log_written_index" ON "platform"."turn_log" USING btree ("written_at");--> statement-breakpoint
CREATE INDEX "turns_epoch_index" ON "platform"."turns" USING btree ("tenant_id","conversation_id","epoch");--> statement-breakpoint
ALTER TABLE "platform"."turn_log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."turn_log" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON "platform"."turn_log" TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT ON "platform"."turn_log" TO parley_app;--> statement-breakpoint
-- Owns the three functions below and nothing else. Nobody logs in as it or steps into it.
DO $$ BEGIN
  CREATE ROLE parley_turn_log NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;--> statement-breakpoint
GRANT USAGE ON SCHEMA platform TO parley_turn_log;--> statement-breakpoint
GRANT SELECT (tenant_id, turn_id, epoch, first_offset, written_at), INSERT, UPDATE (written_at), DELETE ON "platform"."turn_log" TO parley_turn_log;--> statement-breakpoint
GRANT SELECT (tenant_id, id, conversation_id, epoch, state, heartbeat_at, stop_requested_at, ended_at), UPDATE (epoch, heartbeat_at) ON "platform"."turns" TO parley_turn_log;--> statement-breakpoint
GRANT SELECT (tenant_id, id, last_epoch), UPDATE (last_epoch) ON "platform"."conversations" TO parley_turn_log;--> statement-breakpoint
CREATE POLICY log_keeps ON "platform"."turn_log" TO parley_turn_log USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY log_reads ON "platform"."turns" FOR SELECT TO parley_turn_log USING (true);--> statement-breakpoint
CREATE POLICY log_leases ON "platform"."turns" FOR UPDATE TO parley_turn_log USING (state = 'running') WITH CHECK (state = 'running');--> statement-breakpoint
CREATE POLICY log_counts ON "platform"."conversations" TO parley_turn_log USING (true) WITH CHECK (true);--> statement-breakpoint
-- One row of each array is what one turn has sent since its last row; no chunks (NULL) only shows a sign of life. A row is
-- taken while its turn runs under its epoch. The operator's role, by which a process writes for all of its turns at once, may
-- write any tenant's; the app's role the running tenant's alone. A turn that someone else holds at the moment is told as busy
-- instead of waited for, so that one cannot hold up the others.
CREATE FUNCTION platform.append_turn_log(tenants uuid[], turn_ids uuid[], epochs integer[], first_offsets integer[], chunk_lists text[])
RETURNS TABLE (turn_id uuid, outcome text, is_stop_requested boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH given AS (
    SELECT g.* FROM unnest(tenants, turn_ids, epochs, first_offsets, chunk_lists) AS g (tenant_id, turn_id, epoch, first_offset, chunks)
    WHERE pg_catalog.current_setting('role') = 'parley_operator' OR g.tenant_id = platform.current_tenant()
  ), taken AS MATERIALIZED (
    -- One look-up by key for each row, whatever the planner thinks of how many there are.
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
END $$;--> statement-breakpoint
-- Takes turns whose process has given no sign of life for so long, each under an epoch of its own: whoever had it before is
-- fenced out. Two that sweep at once take different ones.
CREATE FUNCTION platform.claim_dead_turns(silent_for interval, how_many integer)
RETURNS TABLE (tenant_id uuid, turn_id uuid, epoch integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH dead AS MATERIALIZED (
    SELECT t.tenant_id, t.id, t.conversation_id, t.epoch FROM platform.turns t
    JOIN platform.conversations c ON c.tenant_id = t.tenant_id AND c.id = t.conversation_id
    WHERE t.state = 'running' AND t.heartbeat_at < pg_catalog.now() - silent_for
    LIMIT how_many
    FOR NO KEY UPDATE SKIP LOCKED
  ), counted AS (
    UPDATE platform.conversations c SET last_epoch = greatest(c.last_epoch, d.epoch) + 1 FROM dead d
    WHERE c.tenant_id = d.tenant_id AND c.id = d.conversation_id
    RETURNING c.tenant_id, c.id, c.last_epoch
  )
  UPDATE platform.turns t SET epoch = c.last_epoch, heartbeat_at = pg_catalog.now()
  FROM dead d JOIN counted c ON c.tenant_id = d.tenant_id AND c.id = d.conversation_id
  WHERE t.tenant_id = d.tenant_id AND t.id = d.id
  RETURNING t.tenant_id, t.id, t.epoch;
END $$;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION platform.append_turn_log(uuid[], uuid[], integer[], integer[], text[]) TO parley_app;--> statement-breakpoint
-- Removes rows of turns that ended so long ago, oldest first.
CREATE FUNCTION platform.prune_turn_log(ended_for interval, how_many integer)
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
END $$;--> statement-breakpoint
DO $$
DECLARE
  signature text;
  is_member boolean := pg_has_role(current_user, 'parley_turn_log', 'SET');
BEGIN
  -- An owner that is no superuser must be a member of the new owner, for this moment only.
  IF NOT is_member THEN GRANT parley_turn_log TO CURRENT_USER WITH SET TRUE; END IF;
  GRANT CREATE ON SCHEMA platform TO parley_turn_log;
  FOREACH signature IN ARRAY ARRAY[
    'append_turn_log(uuid[], uuid[], integer[], integer[], text[])', 'claim_dead_turns(interval, integer)', 'prune_turn_log(interval, integer)']
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION platform.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION platform.%s TO parley_operator', signature);
    EXECUTE format('ALTER FUNCTION platform.%s OWNER TO parley_turn_log', signature);
  END LOOP;
  REVOKE CREATE ON SCHEMA platform FROM parley_turn_log;
  IF NOT is_member THEN REVOKE parley_turn_log FROM CURRENT_USER; END IF;
END $$;
