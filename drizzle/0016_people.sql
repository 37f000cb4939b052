CREATE TABLE "platform"."access_code_uses" (
	"tenant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"user_id_hash" text NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_code_uses_tenant_id_hash_user_id_hash_pk" PRIMARY KEY("tenant_id","hash","user_id_hash")
);
--> statement-breakpoint
CREATE TABLE "platform"."access_codes" (
	"tenant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"days" integer,
	"uses_left" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_codes_tenant_id_hash_pk" PRIMARY KEY("tenant_id","hash")
);
--> statement-breakpoint
CREATE TABLE "platform"."entitlements" (
	"tenant_id" uuid NOT NULL,
	"user_id_hash" text NOT NULL,
	"state" text DEFAULT 'trial' NOT NULL,
	"messages_used" integer DEFAULT 0 NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	"established_until" timestamp with time zone,
	"reason" text,
	CONSTRAINT "entitlements_tenant_id_user_id_hash_pk" PRIMARY KEY("tenant_id","user_id_hash")
);
--> statement-breakpoint
CREATE TABLE "platform"."people" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"user_id_hash" text NOT NULL,
	"profile" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id"),
	CONSTRAINT "people_hash_unique" UNIQUE("tenant_id","user_id_hash")
);
--> statement-breakpoint
ALTER TABLE "platform"."access_code_uses" ADD CONSTRAINT "access_code_uses_code_fk" FOREIGN KEY ("tenant_id","hash") REFERENCES "platform"."access_codes"("tenant_id","hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."access_codes" ADD CONSTRAINT "access_codes_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."entitlements" ADD CONSTRAINT "entitlements_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."people" ADD CONSTRAINT "people_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."people" ADD CONSTRAINT "people_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "platform"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "people_user_index" ON "platform"."people" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "people_joined_index" ON "platform"."people" USING btree ("tenant_id","created_at","user_id");--> statement-breakpoint
CREATE INDEX "usage_entries_visitor_index" ON "platform"."usage_entries" USING btree ("tenant_id","visitor_hash") WHERE visitor_hash <> '';--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['people', 'entitlements', 'access_codes', 'access_code_uses']
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_wall ON platform.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
      name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON platform.%I TO parley_app', name);
  END LOOP;
END $$;--> statement-breakpoint
-- An end user's name and address are known to the workspace they have joined, as a member's are.
DROP POLICY members_are_known ON platform.users;--> statement-breakpoint
CREATE POLICY members_are_known ON platform.users FOR SELECT TO parley_app USING (
  EXISTS (SELECT FROM platform.members m WHERE m.user_id = users.id AND m.tenant_id = platform.current_tenant())
  OR EXISTS (SELECT FROM platform.people p WHERE p.user_id = users.id AND p.tenant_id = platform.current_tenant()));--> statement-breakpoint
-- The instance sees who has joined what, for whoever deletes their account: nothing of what they told.
CREATE POLICY operator_finds ON platform.people FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id, user_id, created_at) ON platform.people TO parley_operator;--> statement-breakpoint
-- Whoever deletes their account is looked for in every workspace, by pseudonym, and their address in every invitation.
CREATE POLICY operator_finds ON platform.conversations FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id, user_id_hash) ON platform.conversations TO parley_operator;--> statement-breakpoint
CREATE POLICY operator_forgets ON platform.invitations TO parley_operator USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT (email, revoked_at), UPDATE (email, revoked_at) ON platform.invitations TO parley_operator;--> statement-breakpoint
-- What was counted of one visitor can be forgotten, what was counted of a workspace or a chatbot cannot.
CREATE POLICY visitors_are_forgotten ON platform.usage_totals AS RESTRICTIVE FOR DELETE TO parley_app USING (scope = 'visitor');--> statement-breakpoint
GRANT DELETE ON platform.usage_totals TO parley_app;--> statement-breakpoint
-- Counts a message of a person, or refuses it (PE402) with the statement it is part of; where it does not count, it may only
-- refuse. The rules are those of entitlement.ts. Whoever has an account must still be an end user here: the row is held until
-- the message is stored, so that nothing is stored for somebody who has left.
CREATE FUNCTION platform.take_message(
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
  -- Of a trial nothing is used up while somebody is established.
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
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION platform.take_message(uuid, text, boolean, boolean, integer, integer, integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION platform.take_message(uuid, text, boolean, boolean, integer, integer, integer) TO parley_app;
