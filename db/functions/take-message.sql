-- Counts a message of a person or refuses it (PE402), and with it the calling statement. Where a message
-- does not count it may still be refused. The rules are those of lib/people/entitlement.ts. A person with
-- an account must still be an end user: their row is locked until the message is stored, so nothing is
-- stored after they left.
CREATE OR REPLACE FUNCTION platform.take_message(
  tenant uuid, person text, is_guest boolean, counts boolean, guest_messages integer, trial_messages integer, trial_days integer)
RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  now_at timestamptz := pg_catalog.now();
  step integer := CASE WHEN counts THEN 1 ELSE 0 END;
  stands platform.entitlements;
BEGIN
  IF NOT is_guest THEN
    PERFORM FROM platform.people p WHERE p.tenant_id = tenant AND p.user_id_hash = person FOR KEY SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'left' USING ERRCODE = 'PE402'; END IF;
  END IF;
  INSERT INTO platform.entitlements AS e (tenant_id, user_id_hash, messages_used) VALUES (tenant, person, step)
  -- The trial is not used up while a person has full access.
  ON CONFLICT (tenant_id, user_id_hash) DO UPDATE
  SET messages_used = e.messages_used + CASE WHEN e.state = 'established' THEN 0 ELSE step END
  RETURNING * INTO stands;
  IF stands.state = 'suspended' THEN
    RAISE EXCEPTION 'suspended' USING ERRCODE = 'PE402';
  ELSIF stands.state = 'established' THEN
    IF stands.established_until <= now_at THEN RAISE EXCEPTION 'established_over' USING ERRCODE = 'PE402'; END IF;
  ELSIF is_guest THEN
    IF stands.messages_used > guest_messages THEN RAISE EXCEPTION 'guest_used' USING ERRCODE = 'PE402'; END IF;
  ELSIF stands.since + pg_catalog.make_interval(days => trial_days) <= now_at THEN
    RAISE EXCEPTION 'trial_over' USING ERRCODE = 'PE402';
  ELSIF stands.messages_used > trial_messages THEN
    RAISE EXCEPTION 'trial_used' USING ERRCODE = 'PE402';
  END IF;
END $$;

REVOKE ALL ON FUNCTION platform.take_message(uuid, text, boolean, boolean, integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.take_message(uuid, text, boolean, boolean, integer, integer, integer) TO parley_app;
