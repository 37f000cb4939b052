ALTER TABLE "platform"."processes" ADD COLUMN "room_connections" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."processes" ADD COLUMN "cpu_percent" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."processes" ADD COLUMN "delivery_ms" integer;--> statement-breakpoint
CREATE INDEX "room_messages_age_index" ON "platform"."room_messages" USING brin ("created_at");--> statement-breakpoint
CREATE POLICY operator_counts ON platform.room_messages FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (created_at) ON platform.room_messages TO parley_operator;