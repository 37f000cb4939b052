CREATE TABLE "platform"."former_addresses" (
	"hash" text PRIMARY KEY NOT NULL,
	"tenant_id" uuid,
	"target_id" text,
	"given_up_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform"."handovers" (
	"tenant_id" uuid NOT NULL,
	"from_user_id" uuid NOT NULL,
	"to_user_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "handovers_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "platform"."api_keys" ADD COLUMN "made_by" uuid;--> statement-breakpoint
ALTER TABLE "platform"."api_keys" ADD COLUMN "prefix" text;--> statement-breakpoint
ALTER TABLE "platform"."api_keys" ADD COLUMN "last_four" text;--> statement-breakpoint
ALTER TABLE "platform"."api_keys" ADD COLUMN "chatbot_id" uuid;--> statement-breakpoint
ALTER TABLE "platform"."api_keys" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "platform"."tenants" ADD COLUMN "delete_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "platform"."handovers" ADD CONSTRAINT "handovers_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."api_keys" ADD CONSTRAINT "api_keys_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_chatbot_index" ON "platform"."api_keys" USING btree ("tenant_id","chatbot_id") WHERE chatbot_id is not null;--> statement-breakpoint
ALTER TABLE "platform"."handovers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."handovers" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON "platform"."handovers" TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "platform"."handovers" TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."former_addresses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."former_addresses" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- As public as addresses are, and written by the tenant that gave one up.
CREATE POLICY anyone_reads ON "platform"."former_addresses" FOR SELECT TO parley_app USING (true);--> statement-breakpoint
CREATE POLICY tenant_adds ON "platform"."former_addresses" FOR INSERT TO parley_app WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
CREATE POLICY tenant_removes ON "platform"."former_addresses" FOR DELETE TO parley_app USING (tenant_id = platform.current_tenant() OR given_up_at < now() - interval '30 days');--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "platform"."former_addresses" TO parley_app;--> statement-breakpoint
-- The instance keeps the addresses of a deleted workspace, and purges them in time.
CREATE POLICY operator_keeps ON "platform"."former_addresses" TO parley_operator USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "platform"."former_addresses" TO parley_operator;--> statement-breakpoint
-- Only a workspace whose time is over can be deleted, whatever the code says.
CREATE POLICY operator_deletes ON "platform"."tenants" FOR DELETE TO parley_operator USING (delete_at <= now());--> statement-breakpoint
GRANT DELETE ON "platform"."tenants" TO parley_operator;
