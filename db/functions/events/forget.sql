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
END $$;

REVOKE ALL ON FUNCTION events.forget(text[], text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION events.forget(text[], text, timestamptz) TO parley_app;
ALTER FUNCTION events.forget(text[], text, timestamptz) OWNER TO parley_events;
