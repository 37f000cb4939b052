CREATE TABLE "platform"."feedback" (
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"rating" text NOT NULL,
	"reason" text,
	"text" text,
	"rated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "feedback_tenant_id_message_id_pk" PRIMARY KEY("tenant_id","message_id")
);
--> statement-breakpoint
ALTER TABLE "platform"."feedback" ADD CONSTRAINT "feedback_message_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "platform"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."feedback" ADD CONSTRAINT "feedback_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feedback_recent_index" ON "platform"."feedback" USING btree ("tenant_id","chatbot_id","rated_at","message_id");--> statement-breakpoint
ALTER TABLE "platform"."feedback" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."feedback" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON "platform"."feedback" TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "platform"."feedback" TO parley_app;
