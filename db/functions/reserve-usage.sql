-- Counts a turn before it runs, with its estimated usage, in the totals of workspace, chatbot and visitor.
-- Raises PB402 ("scope period") where one of them is used up, so that the calling statement has no effect.
-- Rows are always locked in the order of scope and period: turns wait for each other, never in a circle.
-- Runs with the caller's rights.
CREATE OR REPLACE FUNCTION platform.reserve_usage(
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
END $$;

REVOKE ALL ON FUNCTION platform.reserve_usage(uuid, uuid, uuid, text, text, integer, integer, bigint, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.reserve_usage(uuid, uuid, uuid, text, text, integer, integer, bigint, bigint, bigint) TO parley_app;
