CREATE TABLE "platform"."mood_rounds" (
	"tenant_id" uuid NOT NULL,
	"team_id" text NOT NULL,
	"date" date NOT NULL,
	"salt" text,
	"counts" integer[] DEFAULT '{0,0,0,0,0}' NOT NULL,
	CONSTRAINT "mood_rounds_tenant_id_team_id_date_pk" PRIMARY KEY("tenant_id","team_id","date")
);
--> statement-breakpoint
CREATE TABLE "platform"."mood_tokens" (
	"tenant_id" uuid NOT NULL,
	"team_id" text NOT NULL,
	"date" date NOT NULL,
	"token" text NOT NULL,
	CONSTRAINT "mood_tokens_tenant_id_team_id_date_token_pk" PRIMARY KEY("tenant_id","team_id","date","token")
);
--> statement-breakpoint
ALTER TABLE "platform"."mood_rounds" ADD CONSTRAINT "mood_rounds_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."mood_tokens" ADD CONSTRAINT "mood_tokens_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."mood_rounds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."mood_rounds" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.mood_rounds TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.mood_rounds TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."mood_tokens" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."mood_tokens" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.mood_tokens TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.mood_tokens TO parley_app;
