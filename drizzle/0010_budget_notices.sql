CREATE TABLE "platform"."budget_notices" (
	"tenant_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"scope" text NOT NULL,
	"chatbot_id" uuid,
	"period" text NOT NULL,
	"starts_on" date NOT NULL,
	"threshold" smallint NOT NULL,
	"messages" bigint,
	"tokens" bigint,
	"cost_micros" bigint,
	"measure" text NOT NULL,
	"used" bigint NOT NULL,
	"queued_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budget_notices_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "budget_notices_unique" UNIQUE NULLS NOT DISTINCT("tenant_id","scope","chatbot_id","period","starts_on","threshold","messages","tokens","cost_micros")
);
--> statement-breakpoint
ALTER TABLE "platform"."budget_notices" ADD CONSTRAINT "budget_notices_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "budget_notices_pending" ON "platform"."budget_notices" USING btree ("tenant_id") WHERE queued_at is null;--> statement-breakpoint
ALTER TABLE platform.budget_notices ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE platform.budget_notices FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.budget_notices TO parley_app
  USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON platform.budget_notices TO parley_app;--> statement-breakpoint
-- The instance finds the workspaces that were not told because a process died just then, and reads no more than that.
CREATE POLICY operator_finds ON platform.budget_notices FOR SELECT TO parley_operator USING (queued_at IS NULL);--> statement-breakpoint
GRANT SELECT (tenant_id, queued_at, created_at) ON platform.budget_notices TO parley_operator;--> statement-breakpoint
-- Notes which budgets a turn that was just settled left at four fifths or used up: once a period, threshold and budget. What
-- turns that still run have set aside does not count. A budget of nothing is a closed door, and nobody is told of it.
-- Says whether the workspace has a notice of which nobody was told yet. It runs with its caller's rights.
CREATE FUNCTION platform.note_budgets(tenant uuid, turn uuid, messages_a_day bigint)
RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  bot uuid;
  today date;
BEGIN
  SELECT e.chatbot_id, (e.reserved_at AT TIME ZONE 'UTC')::date INTO bot, today FROM platform.usage_entries e
  WHERE e.tenant_id = tenant AND e.turn_id = turn;
  WITH allowed AS (
    SELECT b.scope, b.chatbot_id, b.period, b.messages, b.tokens, b.cost_micros FROM platform.budgets b
    WHERE b.tenant_id = tenant AND b.scope <> 'visitor' AND (b.chatbot_id IS NULL OR b.chatbot_id = bot)
    UNION ALL
    SELECT 'tenant', NULL, 'day', messages_a_day, NULL, NULL
    WHERE NOT EXISTS (
      SELECT FROM platform.budgets b WHERE b.tenant_id = tenant AND b.scope = 'tenant' AND b.period = 'day')
  ), near AS (
    SELECT a.*, t.starts_on, t.messages AS used_messages, t.tokens AS used_tokens, t.cost_micros AS used_cost
    FROM allowed a JOIN platform.usage_totals t
      ON t.tenant_id = tenant AND t.scope = a.scope AND t.scope_key = coalesce(a.chatbot_id::text, '') AND t.period = a.period
      AND t.starts_on = CASE a.period WHEN 'day' THEN today ELSE pg_catalog.date_trunc('month', today)::date END
    WHERE NOT EXISTS (
        SELECT FROM platform.budget_notices n
        WHERE n.tenant_id = tenant AND n.scope = a.scope AND n.period = a.period AND n.starts_on = t.starts_on
          AND (n.chatbot_id, n.messages, n.tokens, n.cost_micros) IS NOT DISTINCT FROM (a.chatbot_id, a.messages, a.tokens, a.cost_micros)
          AND n.threshold >= CASE
            WHEN (a.messages > 0 AND t.messages >= a.messages) OR (a.tokens > 0 AND t.tokens >= a.tokens)
              OR (a.cost_micros > 0 AND t.cost_micros >= a.cost_micros) THEN 100 ELSE 80 END)
      AND ((a.messages > 0 AND t.messages * 5 >= a.messages * 4) OR (a.tokens > 0 AND t.tokens * 5 >= a.tokens * 4)
        OR (a.cost_micros > 0 AND t.cost_micros * 5 >= a.cost_micros * 4))
  )
  INSERT INTO platform.budget_notices (
    tenant_id, scope, chatbot_id, period, starts_on, threshold, messages, tokens, cost_micros, measure, used)
  SELECT tenant, n.scope, n.chatbot_id, n.period, n.starts_on, CASE WHEN m.used >= m.most THEN 100 ELSE 80 END,
    n.messages, n.tokens, n.cost_micros, m.measure, m.used
  FROM near n
  CROSS JOIN LATERAL (
    SELECT coalesce(pg_catalog.sum(e.input_tokens::bigint + e.output_tokens), 0) AS tokens,
      coalesce(pg_catalog.sum(e.cost_micros), 0) AS cost
    FROM platform.usage_entries e
    WHERE e.tenant_id = tenant AND e.state = 'reserved' AND e.reserved_at > pg_catalog.now() - interval '1 hour'
      AND (n.chatbot_id IS NULL OR e.chatbot_id = n.chatbot_id)
  ) r
  CROSS JOIN LATERAL (
    SELECT v.measure, v.used, v.most FROM (VALUES
      ('messages', n.used_messages::numeric, n.messages), ('tokens', n.used_tokens - r.tokens, n.tokens),
      ('costMicros', n.used_cost - r.cost, n.cost_micros)) AS v (measure, used, most)
    WHERE v.most > 0 AND v.used * 5 >= v.most * 4
    ORDER BY v.used / v.most DESC LIMIT 1
  ) m
  ON CONFLICT DO NOTHING;
  RETURN EXISTS (SELECT FROM platform.budget_notices n WHERE n.tenant_id = tenant AND n.queued_at IS NULL);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION platform.note_budgets(uuid, uuid, bigint) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION platform.note_budgets(uuid, uuid, bigint) TO parley_app;
