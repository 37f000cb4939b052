CREATE TABLE "platform"."slack_deliveries" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "platform"."slack_deliveries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"target" text NOT NULL,
	"message" jsonb NOT NULL,
	"thread_key" text,
	"edit_key" text,
	"state" text DEFAULT 'due' NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_at" timestamp with time zone,
	"channel" text,
	"ts" text,
	"sent_at" timestamp with time zone,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_deliveries_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "slack_deliveries_key_unique" UNIQUE("tenant_id","key")
);
--> statement-breakpoint
CREATE TABLE "platform"."slack_events" (
	"tenant_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "slack_events_tenant_id_event_id_pk" PRIMARY KEY("tenant_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."slack_installations" (
	"tenant_id" uuid NOT NULL,
	"team_id" text NOT NULL,
	"team_name" text NOT NULL,
	"app_id" text NOT NULL,
	"bot_user_id" text NOT NULL,
	"sealed_token" text,
	"installed_by" uuid NOT NULL,
	"connected_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"paused_until" timestamp with time zone,
	CONSTRAINT "slack_installations_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."slack_people" (
	"tenant_id" uuid NOT NULL,
	"slack_user" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text,
	"is_active" boolean NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "slack_people_tenant_id_slack_user_pk" PRIMARY KEY("tenant_id","slack_user")
);
--> statement-breakpoint
ALTER TABLE "platform"."slack_deliveries" ADD CONSTRAINT "slack_deliveries_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."slack_events" ADD CONSTRAINT "slack_events_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."slack_installations" ADD CONSTRAINT "slack_installations_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."slack_people" ADD CONSTRAINT "slack_people_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "slack_deliveries_order_index" ON "platform"."slack_deliveries" USING btree ("tenant_id","state","position");--> statement-breakpoint
CREATE INDEX "slack_events_received_index" ON "platform"."slack_events" USING btree ("received_at");--> statement-breakpoint
ALTER TABLE "platform"."slack_installations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."slack_installations" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.slack_installations TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.slack_installations TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."slack_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."slack_events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.slack_events TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.slack_events TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."slack_people" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."slack_people" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.slack_people TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.slack_people TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."slack_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."slack_deliveries" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.slack_deliveries TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.slack_deliveries TO parley_app;
