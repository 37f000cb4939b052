CREATE TABLE "platform"."instance_settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform"."processes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"turns_in_flight" integer DEFAULT 0 NOT NULL,
	"streams" integer DEFAULT 0 NOT NULL,
	"memory_mb" integer DEFAULT 0 NOT NULL,
	"loop_delay_ms" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
DROP INDEX "platform"."turns_running_unique";--> statement-breakpoint
ALTER TABLE "platform"."turns" ADD COLUMN "waiting_since" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "processes_seen_index" ON "platform"."processes" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "turns_waiting_index" ON "platform"."turns" USING btree ("tenant_id","conversation_id") WHERE state = 'running' and waiting_since is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "turns_running_unique" ON "platform"."turns" USING btree ("tenant_id","conversation_id") WHERE state = 'running' and waiting_since is null;--> statement-breakpoint
-- The instance's own: processes and settings, for its operator role alone.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['processes', 'instance_settings']
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY operator_keeps ON platform.%I TO parley_operator USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON platform.%I TO parley_operator', name);
  END LOOP;
END $$;--> statement-breakpoint
-- Questions of one conversation are stored one after another, each holding the conversation's row: asked after that, no turn
-- that runs or waits there is overlooked.
CREATE FUNCTION platform.refuse_beside_another(tenant uuid, conversation uuid, turn uuid)
RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM platform.turns t WHERE t.tenant_id = tenant AND t.conversation_id = conversation
    AND t.state = 'running' AND t.id <> turn) THEN
    RAISE unique_violation USING CONSTRAINT = 'turns_running_unique', MESSAGE = 'another turn of this conversation has not ended';
  END IF;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION platform.refuse_beside_another(uuid, uuid, uuid) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION platform.refuse_beside_another(uuid, uuid, uuid) TO parley_app;--> statement-breakpoint
GRANT SELECT (waiting_since) ON "platform"."turns" TO parley_turn_log;--> statement-breakpoint
-- As before; but a turn that waits in the queue is nobody's and not dead, unless no worker took it for an hour. Such a one
-- still counts as waiting, so that it stands in no other's way, and can be claimed by no worker any more: its epoch is not 0.
DO $$
DECLARE is_member boolean := pg_has_role(current_user, 'parley_turn_log', 'SET');
BEGIN
  IF NOT is_member THEN GRANT parley_turn_log TO CURRENT_USER WITH SET TRUE; END IF;
  EXECUTE $body$
CREATE OR REPLACE FUNCTION platform.claim_dead_turns(silent_for interval, how_many integer)
RETURNS TABLE (tenant_id uuid, turn_id uuid, epoch integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $function$
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
END $function$
  $body$;
  -- Conversations where a turn waits and none runs, so that one is called for again whose job was lost with its process.
  -- Those looked at are not looked at again for as long, so that each has its turn.
  EXECUTE $body$
CREATE FUNCTION platform.claim_waiting_conversations(waiting_for interval, how_many integer)
RETURNS TABLE (tenant_id uuid, conversation_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $function$
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
END $function$
  $body$;
  GRANT CREATE ON SCHEMA platform TO parley_turn_log;
  REVOKE ALL ON FUNCTION platform.claim_waiting_conversations(interval, integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION platform.claim_waiting_conversations(interval, integer) TO parley_operator;
  ALTER FUNCTION platform.claim_waiting_conversations(interval, integer) OWNER TO parley_turn_log;
  REVOKE CREATE ON SCHEMA platform FROM parley_turn_log;
  IF NOT is_member THEN REVOKE parley_turn_log FROM CURRENT_USER; END IF;
END $$;
