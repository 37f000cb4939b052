CREATE TABLE "platform"."payment_events" (
	"tenant_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"payment_id" uuid NOT NULL,
	"type" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_events_tenant_id_event_id_pk" PRIMARY KEY("tenant_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."payments" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"message_id" uuid,
	"child_room_id" uuid,
	"amount" integer NOT NULL,
	"currency" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"session_id" text,
	"livemode" boolean,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"paid_at" timestamp with time zone,
	CONSTRAINT "payments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "platform"."room_messages" ADD COLUMN "tip" jsonb;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "pinned_id" uuid;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "pinned_by" uuid;--> statement-breakpoint
ALTER TABLE "platform"."payment_events" ADD CONSTRAINT "payment_events_payment_fk" FOREIGN KEY ("tenant_id","payment_id") REFERENCES "platform"."payments"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."payments" ADD CONSTRAINT "payments_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payments_room_index" ON "platform"."payments" USING btree ("tenant_id","room_id");--> statement-breakpoint
ALTER TABLE "platform"."payments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."payments" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.payments TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.payments TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."payment_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."payment_events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.payment_events TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.payment_events TO parley_app;
