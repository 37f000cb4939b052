CREATE SCHEMA "events";
--> statement-breakpoint
CREATE SCHEMA "projections";
--> statement-breakpoint
CREATE TABLE "events"."heads" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events"."keys" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"event_id" text NOT NULL,
	"version" integer NOT NULL,
	"position" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "keys_tenant_id_key_pk" PRIMARY KEY("tenant_id","key")
);
--> statement-breakpoint
CREATE TABLE "events"."events" (
	"tenant_id" uuid NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" integer NOT NULL,
	"data" jsonb NOT NULL,
	"metadata" jsonb,
	"timestamp" timestamp with time zone NOT NULL,
	"position" bigint NOT NULL,
	"data_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_tenant_id_position_pk" PRIMARY KEY("tenant_id","position"),
	CONSTRAINT "events_id_unique" UNIQUE("tenant_id","id"),
	CONSTRAINT "events_version_unique" UNIQUE("tenant_id","aggregate_id","version")
);
--> statement-breakpoint
CREATE TABLE "projections"."checkpoints" (
	"tenant_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"code_version" integer NOT NULL,
	"state" text NOT NULL,
	"position" bigint NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkpoints_tenant_id_generation_pk" PRIMARY KEY("tenant_id","generation")
);
--> statement-breakpoint
CREATE TABLE "projections"."parked_streams" (
	"tenant_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"aggregate_id" text NOT NULL,
	"position" bigint NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "parked_streams_tenant_id_generation_aggregate_id_pk" PRIMARY KEY("tenant_id","generation","aggregate_id")
);
--> statement-breakpoint
CREATE TABLE "projections"."people" (
	"tenant_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"slack_user" text NOT NULL,
	"time_zone" text,
	CONSTRAINT "people_tenant_id_generation_team_id_person_id_pk" PRIMARY KEY("tenant_id","generation","team_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "projections"."rounds" (
	"tenant_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"team_id" text NOT NULL,
	"date" date NOT NULL,
	"state" jsonb NOT NULL,
	"version" integer NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "rounds_tenant_id_generation_team_id_date_pk" PRIMARY KEY("tenant_id","generation","team_id","date")
);
--> statement-breakpoint
CREATE TABLE "projections"."teams" (
	"tenant_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"team_id" text NOT NULL,
	"name" text NOT NULL,
	"slack_channel" text NOT NULL,
	"poll_schedule" text,
	"state" jsonb NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "teams_tenant_id_generation_team_id_pk" PRIMARY KEY("tenant_id","generation","team_id")
);
--> statement-breakpoint
CREATE TABLE "projections"."status_updates" (
	"tenant_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"update_id" text NOT NULL,
	"team_id" text NOT NULL,
	"content" text NOT NULL,
	"author" text NOT NULL,
	"slack_user" text NOT NULL,
	"person_id" text,
	"round_date" date,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"edited_at" timestamp with time zone,
	CONSTRAINT "status_updates_tenant_id_generation_update_id_pk" PRIMARY KEY("tenant_id","generation","update_id")
);
--> statement-breakpoint
ALTER TABLE "events"."heads" ADD CONSTRAINT "heads_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."keys" ADD CONSTRAINT "keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events"."events" ADD CONSTRAINT "events_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projections"."checkpoints" ADD CONSTRAINT "checkpoints_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projections"."parked_streams" ADD CONSTRAINT "parked_streams_checkpoint_fk" FOREIGN KEY ("tenant_id","generation") REFERENCES "projections"."checkpoints"("tenant_id","generation") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projections"."people" ADD CONSTRAINT "people_team_fk" FOREIGN KEY ("tenant_id","generation","team_id") REFERENCES "projections"."teams"("tenant_id","generation","team_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projections"."rounds" ADD CONSTRAINT "rounds_team_fk" FOREIGN KEY ("tenant_id","generation","team_id") REFERENCES "projections"."teams"("tenant_id","generation","team_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projections"."teams" ADD CONSTRAINT "teams_checkpoint_fk" FOREIGN KEY ("tenant_id","generation") REFERENCES "projections"."checkpoints"("tenant_id","generation") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projections"."status_updates" ADD CONSTRAINT "status_updates_team_fk" FOREIGN KEY ("tenant_id","generation","team_id") REFERENCES "projections"."teams"("tenant_id","generation","team_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_type_index" ON "events"."events" USING btree ("tenant_id","type");--> statement-breakpoint
CREATE INDEX "events_timestamp_index" ON "events"."events" USING btree ("tenant_id","timestamp");--> statement-breakpoint
CREATE INDEX "people_person_index" ON "projections"."people" USING btree ("tenant_id","generation","person_id");--> statement-breakpoint
CREATE INDEX "status_updates_team_created_index" ON "projections"."status_updates" USING btree ("tenant_id","generation","team_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "status_updates_created_index" ON "projections"."status_updates" USING btree ("tenant_id","generation","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "status_updates_person_index" ON "projections"."status_updates" USING btree ("tenant_id","generation","person_id","created_at" DESC NULLS LAST);--> statement-breakpoint
-- Check-ins: the owner of the functions that append. Nobody can become it.
DO $$ BEGIN
  CREATE ROLE parley_events NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;--> statement-breakpoint
GRANT USAGE ON SCHEMA events, projections TO parley_app, parley_operator;--> statement-breakpoint
GRANT USAGE ON SCHEMA events, platform TO parley_events;--> statement-breakpoint
DO $$
DECLARE entry record;
BEGIN
  FOR entry IN
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('events', 'projections') AND c.relkind = 'r'
  LOOP
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', entry.nspname, entry.relname);
    EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', entry.nspname, entry.relname);
    EXECUTE format(
      'CREATE POLICY tenant_wall ON %I.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
      entry.nspname, entry.relname);
    IF entry.nspname = 'events' THEN
      EXECUTE format(
        'CREATE POLICY appends ON events.%I TO parley_events USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
        entry.relname);
    END IF;
  END LOOP;
END $$;--> statement-breakpoint
GRANT SELECT ON events.events, events.heads, events.keys TO parley_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (data) ON events.events TO parley_events;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (position) ON events.heads TO parley_events;--> statement-breakpoint
GRANT SELECT, INSERT ON events.keys TO parley_events;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA projections TO parley_app;--> statement-breakpoint
-- Each process finds the tenants whose projections are behind, and metrics count how far.
CREATE POLICY operator_finds ON events.heads FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
CREATE POLICY operator_finds ON projections.checkpoints FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
CREATE POLICY operator_finds ON projections.parked_streams FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id, position) ON events.heads TO parley_operator;--> statement-breakpoint
GRANT SELECT (tenant_id, generation, code_version, state, position) ON projections.checkpoints TO parley_operator;--> statement-breakpoint
GRANT SELECT (tenant_id, generation) ON projections.parked_streams TO parley_operator;--> statement-breakpoint
-- Appends events of the running tenant, all or none, and takes their positions from the tenant's row in
-- events.heads, which it locks: positions are committed in order and without gaps. `expected` holds the
-- versions that streams must have, 0 for a stream that must not exist. Under a key that was used before,
-- nothing is appended and the outcome is that of the first use.
CREATE OR REPLACE FUNCTION events.append(appended jsonb, expected jsonb, used_key text, request text)
RETURNS TABLE (outcome text, event_id text, version integer, "position" bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  tenant uuid := platform.current_tenant();
  head bigint;
  known events.keys%ROWTYPE;
  stale record;
BEGIN
  IF tenant IS NULL THEN RAISE EXCEPTION 'no tenant is set'; END IF;
  INSERT INTO events.heads (tenant_id, position) VALUES (tenant, 0) ON CONFLICT DO NOTHING;
  SELECT h.position INTO head FROM events.heads h WHERE h.tenant_id = tenant FOR UPDATE;
  IF used_key IS NOT NULL THEN
    SELECT * INTO known FROM events.keys k WHERE k.tenant_id = tenant AND k.key = used_key;
    IF FOUND THEN
      RETURN QUERY SELECT CASE WHEN known.request_hash = request THEN 'repeated' ELSE 'key used' END,
        known.event_id, known.version, known.position;
      RETURN;
    END IF;
  END IF;
  SELECT e.stream, coalesce(n.version, 0) AS version INTO stale
  FROM pg_catalog.jsonb_to_recordset(expected) AS e (stream text, version integer)
  LEFT JOIN LATERAL (
    SELECT max(v.version) AS version FROM events.events v WHERE v.tenant_id = tenant AND v.aggregate_id = e.stream
  ) n ON true
  WHERE coalesce(n.version, 0) <> e.version LIMIT 1;
  IF FOUND THEN
    RETURN QUERY SELECT 'conflict', stale.stream, stale.version, head;
    RETURN;
  END IF;
  RETURN QUERY
  WITH given AS (
    SELECT g.value AS e, g.ordinality AS number FROM pg_catalog.jsonb_array_elements(appended) WITH ORDINALITY g
  ), written AS (
    INSERT INTO events.events (tenant_id, id, type, aggregate_id, version, data, metadata, timestamp, position, data_hash)
    SELECT tenant, g.e ->> 'id', g.e ->> 'type', g.e ->> 'stream',
      coalesce(n.version, 0) + pg_catalog.row_number() OVER (PARTITION BY g.e ->> 'stream' ORDER BY g.number),
      g.e -> 'data', g.e -> 'metadata', (g.e ->> 'timestamp')::timestamptz, head + g.number,
      pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to((g.e -> 'data')::text, 'UTF8')), 'hex')
    FROM given g
    LEFT JOIN LATERAL (
      SELECT max(v.version) AS version FROM events.events v
      WHERE v.tenant_id = tenant AND v.aggregate_id = g.e ->> 'stream'
    ) n ON true
    RETURNING events.id, events.version, events.position
  ), counted AS (
    UPDATE events.heads h SET position = head + pg_catalog.jsonb_array_length(appended) WHERE h.tenant_id = tenant
  ), kept AS (
    INSERT INTO events.keys (tenant_id, key, request_hash, event_id, version, position)
    SELECT tenant, used_key, request, w.id, w.version, w.position FROM written w
    WHERE used_key IS NOT NULL AND w.position = head + 1
  )
  SELECT 'appended', w.id, w.version, w.position FROM written w ORDER BY w.position;
END $$;--> statement-breakpoint
-- Empties what the running tenant's events say about a person, who may have several ids, and appends
-- person.forgotten with the names of the changed streams. data_hash stays: it is of what was appended.
-- Returns the number of changed events; repeated, it changes and appends nothing.
CREATE OR REPLACE FUNCTION events.forget(persons text[], event_id text, at timestamptz)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant uuid := platform.current_tenant();
  head bigint;
  streams text[];
  changed integer;
BEGIN
  IF tenant IS NULL THEN RAISE EXCEPTION 'no tenant is set'; END IF;
  SELECT h.position INTO head FROM events.heads h WHERE h.tenant_id = tenant FOR UPDATE;
  IF NOT FOUND THEN RETURN 0; END IF;
  WITH own AS (
    SELECT v.position, v.aggregate_id FROM events.events v
    WHERE v.tenant_id = tenant AND v.type IN ('update.submitted', 'update.imported')
      AND (v.data ->> 'personId' = ANY (persons) OR 'slack:' || nullif(v.data ->> 'slackUser', '') = ANY (persons))
      AND v.data -> 'isForgotten' IS DISTINCT FROM 'true'
  ), emptied AS (
    UPDATE events.events v SET data = CASE v.type
        WHEN 'update.edited' THEN v.data || '{"content": ""}'
        ELSE v.data || '{"content": "", "author": "", "slackUser": "", "personId": null, "isForgotten": true}' END
    WHERE v.tenant_id = tenant AND v.aggregate_id IN (SELECT o.aggregate_id FROM own o)
      AND v.type IN ('update.submitted', 'update.imported', 'update.edited')
    RETURNING v.aggregate_id
  ), named AS (
    UPDATE events.events v SET data = v.data || pg_catalog.jsonb_build_object('personId', 'forgotten')
      || CASE WHEN v.data ? 'name' THEN '{"name": ""}'::jsonb ELSE '{}'::jsonb END
    WHERE v.tenant_id = tenant AND v.type NOT LIKE 'update.%' AND v.data ->> 'personId' = ANY (persons)
    RETURNING v.aggregate_id
  ), added AS (
    UPDATE events.events v SET data = v.data || '{"member": {"personId": "forgotten", "name": ""}}'
    WHERE v.tenant_id = tenant AND v.type = 'member.added'
      AND (v.data -> 'member' ->> 'personId' = ANY (persons)
        OR 'slack:' || nullif(v.data -> 'member' ->> 'slackUser', '') = ANY (persons))
    RETURNING v.aggregate_id
  ), listed AS (
    UPDATE events.events v SET data = v.data || pg_catalog.jsonb_build_object(
      CASE WHEN v.type = 'round.opened' THEN 'people' ELSE 'members' END,
      (SELECT coalesce(pg_catalog.jsonb_agg(p.value ORDER BY p.ordinality), '[]')
       FROM pg_catalog.jsonb_array_elements(coalesce(v.data -> 'people', v.data -> 'members')) WITH ORDINALITY p
       WHERE NOT (p.value ->> 'personId' = ANY (persons)
         OR coalesce('slack:' || nullif(p.value ->> 'slackUser', '') = ANY (persons), false))))
    WHERE v.tenant_id = tenant AND v.type IN ('round.opened', 'team.registered', 'team.imported')
      AND EXISTS (
        SELECT FROM pg_catalog.jsonb_array_elements(coalesce(v.data -> 'people', v.data -> 'members')) p
        WHERE p.value ->> 'personId' = ANY (persons)
          OR 'slack:' || nullif(p.value ->> 'slackUser', '') = ANY (persons))
    RETURNING v.aggregate_id
  ), whole AS (
    SELECT aggregate_id FROM emptied UNION ALL SELECT aggregate_id FROM named
    UNION ALL SELECT aggregate_id FROM added UNION ALL SELECT aggregate_id FROM listed
  )
  SELECT pg_catalog.count(*), pg_catalog.array_agg(DISTINCT w.aggregate_id) INTO changed, streams FROM whole w;
  IF changed = 0 THEN RETURN 0; END IF;
  UPDATE events.heads h SET position = head + 1 WHERE h.tenant_id = tenant;
  INSERT INTO events.events (tenant_id, id, type, aggregate_id, version, data, metadata, timestamp, position, data_hash)
  SELECT tenant, event_id, 'person.forgotten', 'person/' || event_id, 1, d.data, '{"schemaVersion": 1}', at, head + 1,
    pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(d.data::text, 'UTF8')), 'hex')
  FROM (SELECT pg_catalog.jsonb_build_object('streams', streams) AS data) d;
  RETURN changed;
END $$;--> statement-breakpoint
DO $$
DECLARE
  signature text;
  is_member boolean := pg_has_role(current_user, 'parley_events', 'SET');
BEGIN
  -- An owner that is no superuser must be a member of the new owner, for this moment only.
  IF NOT is_member THEN GRANT parley_events TO CURRENT_USER WITH SET TRUE; END IF;
  GRANT CREATE ON SCHEMA events TO parley_events;
  FOREACH signature IN ARRAY ARRAY['append(jsonb, jsonb, text, text)', 'forget(text[], text, timestamptz)']
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION events.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION events.%s TO parley_app', signature);
    EXECUTE format('ALTER FUNCTION events.%s OWNER TO parley_events', signature);
  END LOOP;
  REVOKE CREATE ON SCHEMA events FROM parley_events;
  IF NOT is_member THEN REVOKE parley_events FROM CURRENT_USER; END IF;
END $$;
