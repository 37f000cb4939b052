CREATE TABLE "platform"."embedding_usage" (
	"tenant_id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"model" text NOT NULL,
	"starts_on" date NOT NULL,
	"tokens" bigint NOT NULL,
	"cost_micros" bigint NOT NULL,
	CONSTRAINT "embedding_usage_tenant_id_chatbot_id_model_starts_on_pk" PRIMARY KEY("tenant_id","chatbot_id","model","starts_on")
);
--> statement-breakpoint
CREATE TABLE "platform"."quota_uses" (
	"tenant_id" uuid NOT NULL,
	"quota" text NOT NULL,
	"starts_on" date NOT NULL,
	"used" double precision NOT NULL,
	CONSTRAINT "quota_uses_tenant_id_quota_starts_on_pk" PRIMARY KEY("tenant_id","quota","starts_on")
);
--> statement-breakpoint
CREATE TABLE "platform"."workspace_plans" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"plan" text NOT NULL,
	"limits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "platform"."tenants" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "platform"."embedding_usage" ADD CONSTRAINT "embedding_usage_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."quota_uses" ADD CONSTRAINT "quota_uses_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."workspace_plans" ADD CONSTRAINT "workspace_plans_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- An upgrade takes nothing away: workspaces that exist keep having no limits, until the operator gives them some.
ALTER TABLE platform.tenants NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE platform.members NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO platform.workspace_plans (tenant_id, plan) SELECT id, 'unlimited' FROM platform.tenants;--> statement-breakpoint
UPDATE platform.tenants t SET created_by = (
  SELECT m.user_id FROM platform.members m WHERE m.tenant_id = t.id AND m.role = 'owner' ORDER BY m.created_at LIMIT 1);--> statement-breakpoint
ALTER TABLE platform.tenants FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE platform.members FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['workspace_plans', 'quota_uses', 'embedding_usage']
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_wall ON platform.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
      name);
  END LOOP;
END $$;--> statement-breakpoint
GRANT SELECT ON platform.workspace_plans TO parley_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON platform.quota_uses, platform.embedding_usage TO parley_app;--> statement-breakpoint
-- Only the operator says what a workspace may use.
CREATE POLICY operator_keeps ON platform.workspace_plans TO parley_operator USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON platform.workspace_plans TO parley_operator;--> statement-breakpoint
CREATE POLICY operator_purges ON platform.quota_uses FOR DELETE TO parley_operator USING (true);--> statement-breakpoint
CREATE POLICY operator_finds ON platform.quota_uses FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT DELETE ON platform.quota_uses TO parley_operator;--> statement-breakpoint
GRANT SELECT (starts_on) ON platform.quota_uses TO parley_operator;--> statement-breakpoint
CREATE POLICY limits_are_known ON platform.instance_settings FOR SELECT TO parley_app USING (name = 'planLimits');--> statement-breakpoint
GRANT SELECT ON platform.instance_settings TO parley_app;
