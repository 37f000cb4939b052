-- Storage and indexes that the schema language cannot say.
ALTER TABLE platform.embeddings ALTER COLUMN embedding SET STORAGE PLAIN;
--> statement-breakpoint
-- Not on the embedded database: a graph insert takes it some 10 ms, holds its only connection, and an exact scan of a
-- newcomer's knowledge is quick enough.
DO $$ BEGIN
  IF coalesce(current_setting('parley.embedded', true), '') <> 'on' THEN
    CREATE INDEX embeddings_nearest_index ON platform.embeddings USING hnsw (embedding vector_ip_ops);
  END IF;
END $$;
--> statement-breakpoint
CREATE INDEX documents_chatbot_index ON platform.documents (tenant_id, chatbot_id) INCLUDE (chunk_count, lexeme_count, window_count);
--> statement-breakpoint
-- The tenant of the running transaction; NULL (so: no rows) when none is set.
CREATE FUNCTION platform.current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.tenant_id', true), '')::uuid;
--> statement-breakpoint
GRANT USAGE ON SCHEMA platform TO parley_app, parley_operator;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA platform TO parley_app;
--> statement-breakpoint
REVOKE INSERT, DELETE ON platform.tenants FROM parley_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON platform.tenants TO parley_operator;
--> statement-breakpoint
GRANT SELECT ON platform.addresses TO parley_operator;
--> statement-breakpoint
DO $$
DECLARE entry record;
BEGIN
  FOR entry IN
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'platform' AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', entry.relname);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', entry.relname);
    IF entry.relname NOT IN ('tenants', 'addresses') THEN
      EXECUTE format(
        'CREATE POLICY tenant_wall ON platform.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
        entry.relname);
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.tenants TO parley_app USING (id = platform.current_tenant()) WITH CHECK (id = platform.current_tenant());
--> statement-breakpoint
CREATE POLICY operator_reads ON platform.tenants FOR SELECT TO parley_operator USING (true);
--> statement-breakpoint
CREATE POLICY operator_opens ON platform.tenants FOR INSERT TO parley_operator WITH CHECK (true);
--> statement-breakpoint
-- Addresses are public by meaning: anyone may look one up, only the tenant behind it may write it.
CREATE POLICY anyone_reads ON platform.addresses FOR SELECT TO parley_app, parley_operator USING (true);
--> statement-breakpoint
CREATE POLICY tenant_adds ON platform.addresses FOR INSERT TO parley_app WITH CHECK (tenant_id = platform.current_tenant());
--> statement-breakpoint
CREATE POLICY tenant_changes ON platform.addresses FOR UPDATE TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());
--> statement-breakpoint
CREATE POLICY tenant_removes ON platform.addresses FOR DELETE TO parley_app USING (tenant_id = platform.current_tenant());
