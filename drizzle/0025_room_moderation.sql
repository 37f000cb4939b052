CREATE TABLE "platform"."room_held_messages" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"client_message_id" text,
	"content" text NOT NULL,
	"reply_to" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"refused_at" timestamp with time zone,
	CONSTRAINT "room_held_messages_tenant_id_room_id_id_pk" PRIMARY KEY("tenant_id","room_id","id"),
	CONSTRAINT "room_held_messages_client_id_unique" UNIQUE("tenant_id","room_id","participant_id","client_message_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."room_moderation" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"target_id" uuid,
	"message_id" uuid,
	"details" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "room_moderation_tenant_id_room_id_id_pk" PRIMARY KEY("tenant_id","room_id","id")
);
--> statement-breakpoint
CREATE TABLE "platform"."room_names" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "room_names_tenant_id_room_id_participant_id_until_pk" PRIMARY KEY("tenant_id","room_id","participant_id","until")
);
--> statement-breakpoint
CREATE TABLE "platform"."room_reports" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"reporter_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_reports_tenant_id_room_id_id_pk" PRIMARY KEY("tenant_id","room_id","id"),
	CONSTRAINT "room_reports_once" UNIQUE("tenant_id","room_id","message_id","reporter_id")
);
--> statement-breakpoint
ALTER TABLE "platform"."room_held_messages" ADD CONSTRAINT "room_held_messages_participant_fk" FOREIGN KEY ("tenant_id","room_id","participant_id") REFERENCES "platform"."room_participants"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_moderation" ADD CONSTRAINT "room_moderation_room_fk" FOREIGN KEY ("tenant_id","room_id") REFERENCES "platform"."rooms"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_names" ADD CONSTRAINT "room_names_participant_fk" FOREIGN KEY ("tenant_id","room_id","participant_id") REFERENCES "platform"."room_participants"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_reports" ADD CONSTRAINT "room_reports_message_fk" FOREIGN KEY ("tenant_id","room_id","message_id") REFERENCES "platform"."room_messages"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_reports" ADD CONSTRAINT "room_reports_reporter_fk" FOREIGN KEY ("tenant_id","room_id","reporter_id") REFERENCES "platform"."room_participants"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "room_moderation_recent_index" ON "platform"."room_moderation" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "room_reports_recent_index" ON "platform"."room_reports" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['room_held_messages', 'room_reports', 'room_moderation', 'room_names']
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_wall ON platform.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
      name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON platform.%I TO parley_app', name);
  END LOOP;
END $$;
