-- Replaces the estimate of a turn with what it used, once. What is unknown stays as estimated.
CREATE OR REPLACE FUNCTION platform.settle_usage(tenant uuid, turn uuid, input integer, output integer, is_known boolean)
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
END $$;

REVOKE ALL ON FUNCTION platform.settle_usage(uuid, uuid, integer, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.settle_usage(uuid, uuid, integer, integer, boolean) TO parley_app;
