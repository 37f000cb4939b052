-- Notes which budgets a turn that was just settled left at 80% or used up: once per period, threshold and
-- budget. Estimates of running turns do not count, nor does a budget of zero, which closes a chatbot on
-- purpose. Returns whether the workspace has a notice that was not sent yet. Runs with the caller's rights.
CREATE OR REPLACE FUNCTION platform.note_budgets(tenant uuid, turn uuid, messages_a_day bigint)
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
END $$;

REVOKE ALL ON FUNCTION platform.note_budgets(uuid, uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.note_budgets(uuid, uuid, bigint) TO parley_app;
