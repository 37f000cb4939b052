-- Notes the end of a turn, after its usage was settled, with the ids and numbers that are counted of it.
-- Runs with the caller's rights. Again, it changes nothing.
CREATE OR REPLACE FUNCTION analytics.note_answer(tenant uuid, turn uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO analytics.events (id, tenant_id, chatbot_id, event_type, data, user_id_hash, conversation_id, channel, created_at)
  SELECT analytics.event_id(t.id, 'answer_ended'), tenant, c.chatbot_id, 'answer_ended',
    pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
      'state', t.state, 'grounding', t.grounding, 'model', t.model, 'costMicros', u.cost_micros,
      'firstTokenMs', pg_catalog.round(extract(epoch FROM t.first_token_at - t.started_at) * 1000))),
    c.user_id_hash, c.id, c.channel, t.ended_at
  FROM platform.turns t
  JOIN platform.conversations c ON c.tenant_id = t.tenant_id AND c.id = t.conversation_id
  LEFT JOIN platform.usage_entries u ON u.tenant_id = t.tenant_id AND u.turn_id = t.id
  WHERE t.tenant_id = tenant AND t.id = turn AND t.ended_at IS NOT NULL
  ON CONFLICT DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION analytics.note_answer(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.note_answer(uuid, uuid) TO parley_app;
