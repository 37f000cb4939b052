-- The id of what is noted about a fact: the same whenever it is noted.
CREATE OR REPLACE FUNCTION analytics.event_id(fact uuid, kind text) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.md5(fact::text || kind)::uuid;
