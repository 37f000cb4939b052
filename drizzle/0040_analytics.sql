CREATE SCHEMA IF NOT EXISTS analytics;
--> statement-breakpoint
-- Owns the events and the functions that make and drop their partitions. Nobody can become it.
DO $$ BEGIN
  CREATE ROLE parley_analytics NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
--> statement-breakpoint
DO $$ BEGIN
  CREATE ROLE parley_backup NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA analytics TO parley_app, parley_operator, parley_analytics, parley_backup;
--> statement-breakpoint
GRANT USAGE ON SCHEMA platform TO parley_analytics;
--> statement-breakpoint
CREATE TABLE analytics.events (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"chatbot_id" uuid,
	"event_type" varchar(50) NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"user_id_hash" text,
	"conversation_id" uuid,
	"version" integer,
	"channel" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "events_pk" PRIMARY KEY("tenant_id","created_at","id")
) PARTITION BY RANGE ("created_at");
--> statement-breakpoint
CREATE TABLE analytics.events_default PARTITION OF analytics.events DEFAULT;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['events', 'events_default'] LOOP
    EXECUTE format('ALTER TABLE analytics.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE analytics.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_wall ON analytics.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())', name);
    EXECUTE format('CREATE POLICY keeper ON analytics.%I TO parley_analytics USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY backup ON analytics.events FOR SELECT TO parley_backup USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON analytics.events TO parley_app;
--> statement-breakpoint
GRANT SELECT ON analytics.events TO parley_backup;
--> statement-breakpoint
-- Makes the monthly partitions (UTC) of analytics.events: of `at`, of `ahead` months after it, and of each
-- month that has rows in the default partition, which move.
-- Row-level security does not pass to partitions, so that each gets its own; nothing is granted on them.
-- Returns the names of the new partitions. Waits at most 3 s for the table, then fails and can be repeated.
CREATE OR REPLACE FUNCTION analytics.make_partitions(at timestamptz, ahead integer) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '3s' SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz;
  months timestamptz[];
  name text;
  has_rows boolean;
BEGIN
  IF ahead NOT BETWEEN 0 AND 12 THEN RAISE EXCEPTION 'months ahead must be from 0 to 12'; END IF;
  PERFORM pg_catalog.pg_advisory_xact_lock(7235398402);
  SELECT pg_catalog.array_agg(m ORDER BY m) INTO months FROM (
    SELECT pg_catalog.date_trunc('month', at) + pg_catalog.make_interval(months => i) AS m
    FROM pg_catalog.generate_series(0, ahead) i
    UNION SELECT pg_catalog.date_trunc('month', e.created_at) FROM analytics.events_default e
  ) wanted;
  FOREACH month IN ARRAY months LOOP
    name := 'events_' || pg_catalog.to_char(month, 'YYYY_MM');
    CONTINUE WHEN pg_catalog.to_regclass('analytics.' || name) IS NOT NULL;
    SELECT EXISTS (SELECT FROM analytics.events_default e
      WHERE e.created_at >= month AND e.created_at < month + interval '1 month') INTO has_rows;
    -- Nothing may be added to the default partition between the copy and the attachment.
    IF has_rows THEN LOCK TABLE analytics.events IN ACCESS EXCLUSIVE MODE; END IF;
    EXECUTE pg_catalog.format('CREATE TABLE analytics.%I (LIKE analytics.events INCLUDING ALL)', name);
    EXECUTE pg_catalog.format('ALTER TABLE analytics.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE pg_catalog.format('ALTER TABLE analytics.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE pg_catalog.format('CREATE POLICY tenant_wall ON analytics.%I TO parley_app '
      'USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())', name);
    EXECUTE pg_catalog.format('CREATE POLICY keeper ON analytics.%I TO parley_analytics USING (true) WITH CHECK (true)', name);
    IF has_rows THEN
      EXECUTE pg_catalog.format('WITH moved AS (DELETE FROM analytics.events_default e '
        'WHERE e.created_at >= %L AND e.created_at < %L RETURNING e.*) INSERT INTO analytics.%I SELECT * FROM moved',
        month, month + interval '1 month', name);
    END IF;
    EXECUTE pg_catalog.format('ALTER TABLE analytics.events ATTACH PARTITION analytics.%I FOR VALUES FROM (%L) TO (%L)',
      name, month, month + interval '1 month');
    RETURN NEXT name;
  END LOOP;
END $$;
--> statement-breakpoint
-- Drops the partitions of analytics.events whose months ended before `before`. Returns their names.
-- Waits at most 3 s for the table, then fails and can be repeated.
CREATE OR REPLACE FUNCTION analytics.drop_partitions(before timestamptz) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '3s' SET timezone = 'UTC' AS $$
DECLARE
  name text;
BEGIN
  -- A mistaken date must not cost what is still shown.
  IF before > pg_catalog.now() THEN RAISE EXCEPTION 'partitions of months to come are not dropped'; END IF;
  PERFORM pg_catalog.pg_advisory_xact_lock(7235398402);
  FOR name IN
    SELECT c.relname FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'analytics.events'::regclass AND c.relname ~ '^events_[0-9]{4}_[0-9]{2}$'
      AND pg_catalog.to_date(pg_catalog.right(c.relname, 7), 'YYYY_MM')::timestamptz + interval '1 month' <= before
    ORDER BY 1
  LOOP
    EXECUTE pg_catalog.format('DROP TABLE analytics.%I', name);
    RETURN NEXT name;
  END LOOP;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  signature text;
  is_member boolean := pg_has_role(current_user, 'parley_analytics', 'SET');
BEGIN
  -- An owner that is no superuser must be a member of the new owner, for this moment only.
  IF NOT is_member THEN GRANT parley_analytics TO CURRENT_USER WITH SET TRUE; END IF;
  -- It keeps CREATE: a partition is a new table.
  GRANT CREATE ON SCHEMA analytics TO parley_analytics;
  ALTER TABLE analytics.events OWNER TO parley_analytics;
  ALTER TABLE analytics.events_default OWNER TO parley_analytics;
  FOREACH signature IN ARRAY ARRAY['make_partitions(timestamptz, integer)', 'drop_partitions(timestamptz)']
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION analytics.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION analytics.%s TO parley_operator', signature);
    EXECUTE format('ALTER FUNCTION analytics.%s OWNER TO parley_analytics', signature);
  END LOOP;
  IF NOT is_member THEN REVOKE parley_analytics FROM CURRENT_USER; END IF;
END $$;
