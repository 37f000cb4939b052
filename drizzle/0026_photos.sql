CREATE TABLE "platform"."photo_analyses" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_hash" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"caption" text DEFAULT '' NOT NULL,
	"suggestions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "photo_analyses_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "cover_id" uuid;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "cover_bytes" integer;--> statement-breakpoint
ALTER TABLE "platform"."photo_analyses" ADD CONSTRAINT "photo_analyses_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "photo_analyses_age_index" ON "platform"."photo_analyses" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "platform"."photo_analyses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."photo_analyses" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.photo_analyses TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.photo_analyses TO parley_app;--> statement-breakpoint
-- Housekeeping finds workspaces with photos that are due, and the operator's pages count photos.
CREATE POLICY operator_finds ON platform.photo_analyses FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id, state, created_at) ON platform.photo_analyses TO parley_operator;
