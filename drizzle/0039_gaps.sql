CREATE TABLE "platform"."gap_questions" (
	"tenant_id" uuid NOT NULL,
	"turn_id" uuid NOT NULL,
	"gap_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gap_questions_tenant_id_turn_id_pk" PRIMARY KEY("tenant_id","turn_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."gaps" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"question" text,
	"settled_at" timestamp with time zone,
	"reopened_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gaps_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "platform"."golden_questions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"gap_id" uuid,
	"question" text NOT NULL,
	"sources" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_unanswerable" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "golden_questions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "platform"."gap_questions" ADD CONSTRAINT "gap_questions_gap_fk" FOREIGN KEY ("tenant_id","gap_id") REFERENCES "platform"."gaps"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."gap_questions" ADD CONSTRAINT "gap_questions_turn_fk" FOREIGN KEY ("tenant_id","turn_id") REFERENCES "platform"."turns"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."gaps" ADD CONSTRAINT "gaps_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."golden_questions" ADD CONSTRAINT "golden_questions_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gap_questions_gap_index" ON "platform"."gap_questions" USING btree ("tenant_id","gap_id","asked_at");--> statement-breakpoint
CREATE INDEX "gaps_chatbot_index" ON "platform"."gaps" USING btree ("tenant_id","chatbot_id","state");--> statement-breakpoint
CREATE INDEX "golden_questions_chatbot_index" ON "platform"."golden_questions" USING btree ("tenant_id","chatbot_id","created_at");--> statement-breakpoint
CREATE INDEX "golden_questions_gap_index" ON "platform"."golden_questions" USING btree ("tenant_id","gap_id");--> statement-breakpoint
ALTER TABLE "platform"."gaps" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."gaps" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.gaps TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.gaps TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."gap_questions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."gap_questions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.gap_questions TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.gap_questions TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."golden_questions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."golden_questions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.golden_questions TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.golden_questions TO parley_app;
