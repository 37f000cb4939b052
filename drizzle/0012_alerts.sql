CREATE TABLE "platform"."alert_deliveries" (
	"alert_id" uuid NOT NULL,
	"event" text NOT NULL,
	"channel" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone,
	CONSTRAINT "alert_deliveries_alert_id_event_channel_pk" PRIMARY KEY("alert_id","event","channel")
);
--> statement-breakpoint
CREATE TABLE "platform"."alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"value" double precision,
	"threshold" double precision,
	"fired_at" timestamp with time zone DEFAULT now() NOT NULL,
	"over_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cleared_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "platform"."users" ADD COLUMN "is_operator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "platform"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_deliveries_due_index" ON "platform"."alert_deliveries" USING btree ("next_at") WHERE delivered_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open_unique" ON "platform"."alerts" USING btree ("rule") WHERE cleared_at is null;--> statement-breakpoint
CREATE INDEX "alerts_fired_index" ON "platform"."alerts" USING btree ("fired_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "usage_totals_instance_index" ON "platform"."usage_totals" USING btree ("period","starts_on") WHERE scope = 'tenant';--> statement-breakpoint
CREATE INDEX "turns_started_index" ON "platform"."turns" USING brin ("started_at");--> statement-breakpoint
-- The instance's own, for its operator role alone.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['alerts', 'alert_deliveries']
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY operator_keeps ON platform.%I TO parley_operator USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON platform.%I TO parley_operator', name);
  END LOOP;
END $$;--> statement-breakpoint
-- Of turns the instance sees that they are and how long they took, of usage the sums of each workspace: nothing that was said,
-- and nobody who said it.
CREATE POLICY operator_watches ON "platform"."turns" FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id, id, state, started_at, first_token_at, waiting_since, ended_at) ON "platform"."turns" TO parley_operator;--> statement-breakpoint
CREATE POLICY operator_sums ON "platform"."usage_totals" FOR SELECT TO parley_operator USING (scope = 'tenant');--> statement-breakpoint
GRANT SELECT (tenant_id, scope, period, starts_on, messages, tokens, cost_micros) ON "platform"."usage_totals" TO parley_operator;
