-- Raises a unique violation if another turn of the conversation has not ended. Questions of one
-- conversation are stored one after another, each holding the conversation's row: called after that, it
-- misses no turn.
CREATE OR REPLACE FUNCTION platform.refuse_beside_another(tenant uuid, conversation uuid, turn uuid)
RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM platform.turns t WHERE t.tenant_id = tenant AND t.conversation_id = conversation
    AND t.state = 'running' AND t.id <> turn) THEN
    RAISE unique_violation USING CONSTRAINT = 'turns_running_unique', MESSAGE = 'another turn of this conversation has not ended';
  END IF;
END $$;

REVOKE ALL ON FUNCTION platform.refuse_beside_another(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.refuse_beside_another(uuid, uuid, uuid) TO parley_app;
