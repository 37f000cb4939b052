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
REVOKE ALL ON FUNCTION analytics.drop_partitions(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.drop_partitions(timestamptz) TO parley_operator;
ALTER FUNCTION analytics.drop_partitions(timestamptz) OWNER TO parley_analytics;
