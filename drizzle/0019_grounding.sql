ALTER TABLE "platform"."turns" ADD COLUMN "grounding" text;--> statement-breakpoint
ALTER TABLE "platform"."turns" ADD COLUMN "evidence" real;--> statement-breakpoint
-- As in 0014, with the grounding and the evidence. The one before stays for processes of the version before.
CREATE FUNCTION platform.close_turn(
  tenant uuid, turn uuid, held_epoch integer, answer uuid, end_state text, end_error text, tokens_in integer, tokens_out integer,
  first_token timestamptz, said text, first_offsets integer[], chunk_lists text[], quotes jsonb, shown jsonb, used jsonb,
  grounded text, best_evidence real)
RETURNS TABLE (has_next boolean)
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  place uuid;
  rows_of_log integer := pg_catalog.cardinality(first_offsets);
BEGIN
  -- The conversation before the turn, as when a turn is put into its queue, so that none is overlooked.
  SELECT t.conversation_id INTO place FROM platform.turns t WHERE t.tenant_id = tenant AND t.id = turn;
  PERFORM FROM platform.conversations c WHERE c.tenant_id = tenant AND c.id = place FOR NO KEY UPDATE;
  -- Held by waiting: the log's own function would pass over a turn that someone else holds.
  PERFORM FROM platform.turns t
  WHERE t.tenant_id = tenant AND t.id = turn AND t.epoch = held_epoch AND t.state = 'running' FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM FROM platform.append_turn_log(
    pg_catalog.array_fill(tenant, ARRAY[rows_of_log]), pg_catalog.array_fill(turn, ARRAY[rows_of_log]),
    pg_catalog.array_fill(held_epoch, ARRAY[rows_of_log]), first_offsets, chunk_lists) l
  WHERE l.outcome <> 'accepted';
  IF FOUND THEN RAISE EXCEPTION 'the log of a turn that is held was refused'; END IF;
  UPDATE platform.turns t
  SET state = end_state, error_code = end_error, input_tokens = tokens_in, output_tokens = tokens_out, first_token_at = first_token,
    ended_at = pg_catalog.now(), grounding = grounded, evidence = best_evidence
  WHERE t.tenant_id = tenant AND t.id = turn;
  UPDATE platform.messages m
  SET content_full = said, content_brief = pg_catalog.left(said, 200), cards = coalesce(shown, '[]'), skills = coalesce(used, '[]')
  WHERE m.tenant_id = tenant AND m.id = answer;
  -- Of documents that are still there.
  IF quotes IS NOT NULL THEN
    INSERT INTO platform.citations (
      tenant_id, message_id, number, document_id, document_version, ordinal, start_offset, end_offset, heading_path)
    SELECT tenant, answer, q.number, q.document_id, q.document_version, q.ordinal, q.start_offset, q.end_offset, q.heading_path
    FROM pg_catalog.jsonb_to_recordset(quotes) AS q (
      number integer, document_id uuid, document_version text, ordinal integer, start_offset integer, end_offset integer,
      heading_path text[])
    CROSS JOIN LATERAL (
      SELECT d.id FROM platform.documents d WHERE d.tenant_id = tenant AND d.id = q.document_id FOR KEY SHARE) live;
  END IF;
  RETURN QUERY SELECT EXISTS (
    SELECT FROM platform.turns w WHERE w.tenant_id = tenant AND w.conversation_id = place
      AND w.state = 'running' AND w.waiting_since IS NOT NULL AND w.epoch = 0);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION platform.close_turn(uuid, uuid, integer, uuid, text, text, integer, integer, timestamptz, text, integer[], text[], jsonb, jsonb, jsonb, text, real) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION platform.close_turn(uuid, uuid, integer, uuid, text, text, integer, integer, timestamptz, text, integer[], text[], jsonb, jsonb, jsonb, text, real) TO parley_app;
