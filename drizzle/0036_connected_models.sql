CREATE TABLE "platform"."model_connections" (
	"tenant_id" uuid NOT NULL,
	"preset" text NOT NULL,
	"base_url" text NOT NULL,
	"sealed_key" text,
	"key_end" text,
	"model" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "model_connections_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "platform"."model_connections" ADD CONSTRAINT "model_connections_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."model_connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."model_connections" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.model_connections TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.model_connections TO parley_app;--> statement-breakpoint
CREATE POLICY operator_finds ON platform.model_connections FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id) ON platform.model_connections TO parley_operator;
