CREATE TABLE "platform"."budgets" (
	"tenant_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"chatbot_id" uuid,
	"period" text NOT NULL,
	"messages" bigint,
	"tokens" bigint,
	"cost_micros" bigint,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budgets_unique" UNIQUE NULLS NOT DISTINCT("tenant_id","scope","chatbot_id","period")
);
--> statement-breakpoint
CREATE TABLE "platform"."model_prices" (
	"tenant_id" uuid NOT NULL,
	"model" text NOT NULL,
	"input_micros" bigint NOT NULL,
	"output_micros" bigint NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_prices_tenant_id_model_pk" PRIMARY KEY("tenant_id","model")
);
--> statement-breakpoint
CREATE TABLE "platform"."usage_entries" (
	"tenant_id" uuid NOT NULL,
	"turn_id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"visitor_hash" text NOT NULL,
	"model" text NOT NULL,
	"state" text DEFAULT 'reserved' NOT NULL,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"input_micros" bigint NOT NULL,
	"output_micros" bigint NOT NULL,
	"cost_micros" bigint NOT NULL,
	"reserved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "usage_entries_tenant_id_turn_id_pk" PRIMARY KEY("tenant_id","turn_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."usage_totals" (
	"tenant_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"scope_key" text NOT NULL,
	"period" text NOT NULL,
	"starts_on" date NOT NULL,
	"messages" bigint DEFAULT 0 NOT NULL,
	"tokens" bigint DEFAULT 0 NOT NULL,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_totals_tenant_id_scope_scope_key_period_starts_on_pk" PRIMARY KEY("tenant_id","scope","scope_key","period","starts_on")
);
--> statement-breakpoint
ALTER TABLE "platform"."budgets" ADD CONSTRAINT "budgets_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."budgets" ADD CONSTRAINT "budgets_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."model_prices" ADD CONSTRAINT "model_prices_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."usage_entries" ADD CONSTRAINT "usage_entries_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."usage_totals" ADD CONSTRAINT "usage_totals_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_entries_time_index" ON "platform"."usage_entries" USING btree ("tenant_id","reserved_at");--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['budgets', 'model_prices', 'usage_entries', 'usage_totals']
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_wall ON platform.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
      name);
  END LOOP;
END $$;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.budgets, platform.model_prices TO parley_app;--> statement-breakpoint
-- What was used is not taken back.
GRANT SELECT, INSERT, UPDATE ON platform.usage_entries, platform.usage_totals TO parley_app;--> statement-breakpoint
-- Counts a turn before it runs, with what it is likely to use, in the sums of workspace, chatbot and visitor, or raises PB402
-- ("scope period") where one of them is used up; then nothing of the statement that called it happens. Rows are always taken
-- in the order of scope and period, so that turns wait for one another and never in a circle. It runs with its caller's rights.
CREATE FUNCTION platform.reserve_usage(
  tenant uuid, turn uuid, chatbot uuid, visitor text, model_name text, input integer, output integer,
  list_input bigint, list_output bigint, messages_a_day bigint)
RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  today date := (pg_catalog.now() AT TIME ZONE 'UTC')::date;
  price_in bigint := list_input;
  price_out bigint := list_output;
  given_tokens bigint := input::bigint + output;
  given_cost bigint;
  refused text;
BEGIN
  SELECT p.input_micros, p.output_micros INTO price_in, price_out FROM platform.model_prices p
  WHERE p.tenant_id = tenant AND p.model = model_name;
  price_in := coalesce(price_in, list_input);
  price_out := coalesce(price_out, list_output);
  given_cost := pg_catalog.ceil((input * price_in + output * price_out)::numeric / 1000000);

  WITH counted AS (
    INSERT INTO platform.usage_totals AS u (tenant_id, scope, scope_key, period, starts_on, messages, tokens, cost_micros)
    SELECT tenant, s.scope, s.scope_key, s.period, s.starts_on, 1, given_tokens, given_cost
    FROM (VALUES
      ('chatbot', chatbot::text, 'day', today), ('chatbot', chatbot::text, 'month', pg_catalog.date_trunc('month', today)::date),
      ('tenant', '', 'day', today), ('tenant', '', 'month', pg_catalog.date_trunc('month', today)::date),
      ('visitor', visitor, 'day', today), ('visitor', visitor, 'month', pg_catalog.date_trunc('month', today)::date)
    ) AS s (scope, scope_key, period, starts_on)
    WHERE s.scope <> 'visitor' OR visitor <> ''
    ON CONFLICT (tenant_id, scope, scope_key, period, starts_on) DO UPDATE
    SET messages = u.messages + 1, tokens = u.tokens + excluded.tokens, cost_micros = u.cost_micros + excluded.cost_micros
    RETURNING u.scope, u.period, u.messages, u.tokens, u.cost_micros
  ), allowed AS (
    SELECT b.scope, b.period, b.messages, b.tokens, b.cost_micros FROM platform.budgets b
    WHERE b.tenant_id = tenant AND (b.chatbot_id IS NULL OR b.chatbot_id = chatbot)
    UNION ALL
    SELECT 'tenant', 'day', messages_a_day, NULL, NULL
    WHERE NOT EXISTS (
      SELECT FROM platform.budgets b WHERE b.tenant_id = tenant AND b.scope = 'tenant' AND b.period = 'day')
  )
  SELECT c.scope || ' ' || c.period INTO refused FROM counted c
  JOIN allowed a ON a.scope = c.scope AND a.period = c.period
  WHERE c.messages > a.messages OR c.tokens - given_tokens >= a.tokens OR c.cost_micros - given_cost >= a.cost_micros
  ORDER BY c.period DESC, c.scope LIMIT 1;
  IF refused IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'PB402', MESSAGE = refused;
  END IF;

  INSERT INTO platform.usage_entries (
    tenant_id, turn_id, chatbot_id, visitor_hash, model, input_tokens, output_tokens, input_micros, output_micros, cost_micros)
  VALUES (tenant, turn, chatbot, visitor, model_name, input, output, price_in, price_out, given_cost);
  RETURN true;
END $$;--> statement-breakpoint
-- Puts what a turn really used in the place of what was set aside for it, once. What is not known stays as it was estimated.
CREATE FUNCTION platform.settle_usage(tenant uuid, turn uuid, input integer, output integer, is_known boolean)
RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  entry platform.usage_entries;
  now_input integer;
  now_output integer;
  now_cost bigint;
  today date;
BEGIN
  SELECT e.* INTO entry FROM platform.usage_entries e
  WHERE e.tenant_id = tenant AND e.turn_id = turn AND e.state = 'reserved' FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  now_input := coalesce(input, entry.input_tokens);
  now_output := coalesce(output, entry.output_tokens);
  now_cost := pg_catalog.ceil((now_input * entry.input_micros + now_output * entry.output_micros)::numeric / 1000000);
  today := (entry.reserved_at AT TIME ZONE 'UTC')::date;
  UPDATE platform.usage_entries e
  SET state = CASE WHEN is_known THEN 'settled' ELSE 'estimated' END, input_tokens = now_input, output_tokens = now_output,
      cost_micros = now_cost, settled_at = pg_catalog.now()
  WHERE e.tenant_id = tenant AND e.turn_id = turn;
  WITH held AS MATERIALIZED (
    SELECT t.scope, t.scope_key, t.period, t.starts_on FROM platform.usage_totals t
    WHERE t.tenant_id = tenant
      AND (t.scope, t.scope_key) IN (('chatbot', entry.chatbot_id::text), ('tenant', ''), ('visitor', entry.visitor_hash))
      AND (t.period, t.starts_on) IN (('day', today), ('month', pg_catalog.date_trunc('month', today)::date))
    ORDER BY t.scope, t.period FOR NO KEY UPDATE
  )
  UPDATE platform.usage_totals t
  SET tokens = t.tokens + now_input + now_output - entry.input_tokens - entry.output_tokens,
      cost_micros = t.cost_micros + now_cost - entry.cost_micros
  FROM held h
  WHERE t.tenant_id = tenant AND t.scope = h.scope AND t.scope_key = h.scope_key AND t.period = h.period AND t.starts_on = h.starts_on;
  RETURN true;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION platform.reserve_usage(uuid, uuid, uuid, text, text, integer, integer, bigint, bigint, bigint) FROM PUBLIC;--> statement-breakpoint
REVOKE ALL ON FUNCTION platform.settle_usage(uuid, uuid, integer, integer, boolean) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION platform.reserve_usage(uuid, uuid, uuid, text, text, integer, integer, bigint, bigint, bigint) TO parley_app;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION platform.settle_usage(uuid, uuid, integer, integer, boolean) TO parley_app;
