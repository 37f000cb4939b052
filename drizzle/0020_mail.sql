CREATE TABLE "platform"."ended_subscriptions" (
	"key" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "platform"."ended_subscriptions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."ended_subscriptions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY operator_keeps ON "platform"."ended_subscriptions" TO parley_operator USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "platform"."ended_subscriptions" TO parley_operator;
