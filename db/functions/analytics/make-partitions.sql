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
REVOKE ALL ON FUNCTION analytics.make_partitions(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.make_partitions(timestamptz, integer) TO parley_operator;
ALTER FUNCTION analytics.make_partitions(timestamptz, integer) OWNER TO parley_analytics;
