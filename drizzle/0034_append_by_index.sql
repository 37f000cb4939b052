-- An owner that is no superuser must have the rights of the function's owner to replace it, for this migration only.
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'parley_events', 'USAGE') THEN
    GRANT parley_events TO CURRENT_USER WITH INHERIT TRUE;
  END IF;
END $$;--> statement-breakpoint
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
  -- Row-level security keeps expressions such as e ->> 'stream' out of index conditions, but not columns.
  WITH given AS MATERIALIZED (
    SELECT g.value AS e, g.value ->> 'stream' AS stream, g.ordinality AS number
    FROM pg_catalog.jsonb_array_elements(appended) WITH ORDINALITY g
  ), written AS (
    INSERT INTO events.events (tenant_id, id, type, aggregate_id, version, data, metadata, timestamp, position, data_hash)
    SELECT tenant, g.e ->> 'id', g.e ->> 'type', g.stream,
      coalesce(n.version, 0) + pg_catalog.row_number() OVER (PARTITION BY g.stream ORDER BY g.number),
      g.e -> 'data', g.e -> 'metadata', (g.e ->> 'timestamp')::timestamptz, head + g.number,
      pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to((g.e -> 'data')::text, 'UTF8')), 'hex')
    FROM given g
    LEFT JOIN LATERAL (
      SELECT max(v.version) AS version FROM events.events v
      WHERE v.tenant_id = tenant AND v.aggregate_id = g.stream
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
END $$;

REVOKE ALL ON FUNCTION events.append(jsonb, jsonb, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION events.append(jsonb, jsonb, text, text) TO parley_app;
ALTER FUNCTION events.append(jsonb, jsonb, text, text) OWNER TO parley_events;--> statement-breakpoint
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    REVOKE parley_events FROM CURRENT_USER;
  END IF;
END $$;
