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
	"chatbot_id" uuid NOT NULL,
	"event_type" varchar(50) NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"user_id_hash" text,
	"conversation_id" uuid,
	"channel" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "events_pk" PRIMARY KEY("tenant_id","created_at","id")
) PARTITION BY RANGE ("created_at");
--> statement-breakpoint
CREATE INDEX events_people_index ON analytics.events (tenant_id, created_at, chatbot_id, channel, user_id_hash) WHERE event_type = 'question_asked';
--> statement-breakpoint
CREATE INDEX events_person_index ON analytics.events (tenant_id, user_id_hash);
--> statement-breakpoint
-- Finds the newest of all workspaces, and costs nothing when a row is added.
CREATE INDEX events_time_index ON analytics.events USING brin (created_at);
--> statement-breakpoint
-- What the pages read. Sums of a time zone's hours and days can be made of quarters of an hour.
CREATE TABLE analytics.quarters (
	"tenant_id" uuid NOT NULL,
	"bucket" timestamp with time zone NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"measure" text NOT NULL,
	"label" text NOT NULL,
	"count" bigint NOT NULL,
	"sum" numeric NOT NULL,
	CONSTRAINT "quarters_pk" PRIMARY KEY("tenant_id","bucket","chatbot_id","channel","measure","label")
);
--> statement-breakpoint
-- How far the events of a workspace are counted.
CREATE TABLE analytics.marks (
	"tenant_id" uuid NOT NULL,
	"rolled_until" timestamp with time zone NOT NULL,
	"is_behind" boolean NOT NULL,
	CONSTRAINT "marks_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
CREATE TABLE analytics.events_default PARTITION OF analytics.events DEFAULT;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['events', 'events_default', 'quarters', 'marks'] LOOP
    EXECUTE format('ALTER TABLE analytics.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE analytics.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_wall ON analytics.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())', name);
    EXECUTE format('CREATE POLICY keeper ON analytics.%I TO parley_analytics USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY backup ON analytics.events FOR SELECT TO parley_backup USING (true);
--> statement-breakpoint
CREATE POLICY operator_reads ON analytics.quarters FOR SELECT TO parley_operator USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE (user_id_hash) ON analytics.events TO parley_app;
--> statement-breakpoint
GRANT SELECT, DELETE ON analytics.quarters, analytics.marks TO parley_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.quarters, analytics.marks TO parley_analytics;
--> statement-breakpoint
GRANT SELECT ON analytics.quarters TO parley_operator;
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
-- The id of what is noted about a fact: the same whenever it is noted.
CREATE OR REPLACE FUNCTION analytics.event_id(fact uuid, kind text) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.md5(fact::text || kind)::uuid;
--> statement-breakpoint
-- Notes the end of a turn, after its usage was settled, with the ids and numbers that are counted of it.
-- Runs with the caller's rights. Again, it changes nothing.
CREATE OR REPLACE FUNCTION analytics.note_answer(tenant uuid, turn uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO analytics.events (id, tenant_id, chatbot_id, event_type, data, user_id_hash, conversation_id, channel, created_at)
  SELECT analytics.event_id(t.id, 'answer_ended'), tenant, c.chatbot_id, 'answer_ended',
    pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
      'state', t.state, 'grounding', t.grounding, 'model', t.model, 'costMicros', u.cost_micros,
      'firstTokenMs', pg_catalog.round(extract(epoch FROM t.first_token_at - t.started_at) * 1000))),
    c.user_id_hash, c.id, c.channel, t.ended_at
  FROM platform.turns t
  JOIN platform.conversations c ON c.tenant_id = t.tenant_id AND c.id = t.conversation_id
  LEFT JOIN platform.usage_entries u ON u.tenant_id = t.tenant_id AND u.turn_id = t.id
  WHERE t.tenant_id = tenant AND t.id = turn AND t.ended_at IS NOT NULL
  ON CONFLICT DO NOTHING;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION analytics.note_answer(uuid, uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION analytics.note_answer(uuid, uuid) TO parley_app;
--> statement-breakpoint
-- Counts the events of each workspace in quarters of an hour, from an hour before where it stopped last
-- time; a month at once, so that no statement runs long. Does nothing if no event came since.
-- Returns how many workspaces were counted and how many of them are to be counted further.
CREATE OR REPLACE FUNCTION analytics.roll_up(OUT counted integer, OUT behind integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
DECLARE
  newest timestamptz;
  place record;
  since timestamptz;
  until timestamptz;
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(7235398403);
  counted := 0;
  behind := 0;
  SELECT pg_catalog.max(m.rolled_until) INTO newest FROM analytics.marks m WHERE NOT m.is_behind;
  FOR place IN
    SELECT s.tenant_id, m.rolled_until FROM (
      -- Two minutes more, for transactions that began before the last time and ended after it.
      SELECT DISTINCT e.tenant_id FROM analytics.events e WHERE e.created_at > coalesce(newest, '-infinity') - interval '2 minutes'
      UNION SELECT b.tenant_id FROM analytics.marks b WHERE b.is_behind) s
    LEFT JOIN analytics.marks m ON m.tenant_id = s.tenant_id ORDER BY s.tenant_id
  LOOP
    since := pg_catalog.date_bin('15 minutes', coalesce(place.rolled_until - interval '1 hour',
      (SELECT pg_catalog.min(e.created_at) FROM analytics.events e WHERE e.tenant_id = place.tenant_id)), '2000-01-01');
    CONTINUE WHEN since IS NULL;
    until := least(pg_catalog.now(), since + interval '31 days');
    DELETE FROM analytics.quarters q WHERE q.tenant_id = place.tenant_id AND q.bucket >= since AND q.bucket < until;
    INSERT INTO analytics.quarters (tenant_id, bucket, chatbot_id, channel, measure, label, count, sum)
    SELECT place.tenant_id, pg_catalog.date_bin('15 minutes', e.created_at, '2000-01-01'), e.chatbot_id, coalesce(e.channel, ''),
      m.measure, m.label, pg_catalog.count(*), pg_catalog.sum(m.amount)
    FROM analytics.events e
    CROSS JOIN LATERAL (
      SELECT e.event_type::text, coalesce(e.data ->> 'grounding', e.data ->> 'state', e.data ->> 'rating', ''), 0::numeric
      UNION ALL SELECT 'first_word', pg_catalog.floor(pg_catalog.ln(greatest((e.data ->> 'firstTokenMs')::float8, 1)) / pg_catalog.ln(1.2::float8))::text,
        (e.data ->> 'firstTokenMs')::numeric WHERE e.data ? 'firstTokenMs'
      UNION ALL SELECT 'cost', e.data ->> 'model', (e.data ->> 'costMicros')::numeric WHERE e.data ? 'costMicros'
    ) AS m (measure, label, amount)
    WHERE e.tenant_id = place.tenant_id AND e.created_at >= since AND e.created_at < until
    GROUP BY 2, 3, 4, 5, 6;
    INSERT INTO analytics.marks AS k (tenant_id, rolled_until, is_behind) VALUES (place.tenant_id, until, until < pg_catalog.now())
    ON CONFLICT (tenant_id) DO UPDATE SET rolled_until = excluded.rolled_until, is_behind = excluded.is_behind;
    counted := counted + 1;
    IF until < pg_catalog.now() THEN behind := behind + 1; END IF;
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
  FOREACH signature IN ARRAY ARRAY['make_partitions(timestamptz, integer)', 'drop_partitions(timestamptz)', 'roll_up()']
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION analytics.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION analytics.%s TO parley_operator', signature);
    EXECUTE format('ALTER FUNCTION analytics.%s OWNER TO parley_analytics', signature);
  END LOOP;
  PERFORM analytics.make_partitions(now(), 2);
  IF NOT is_member THEN REVOKE parley_analytics FROM CURRENT_USER; END IF;
END $$;
