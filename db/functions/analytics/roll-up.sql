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
REVOKE ALL ON FUNCTION analytics.roll_up() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.roll_up() TO parley_operator;
ALTER FUNCTION analytics.roll_up() OWNER TO parley_analytics;
