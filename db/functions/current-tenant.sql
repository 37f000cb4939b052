-- The tenant of the running transaction. Without one it is NULL, and the walls show no rows.
CREATE OR REPLACE FUNCTION platform.current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.tenant_id', true), '')::uuid;
