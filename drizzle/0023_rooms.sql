CREATE TABLE "platform"."room_bans" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"user_id_hash" text,
	"address_hash" text,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "room_bans_tenant_id_room_id_participant_id_pk" PRIMARY KEY("tenant_id","room_id","participant_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."room_events" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"offset" integer NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "room_events_tenant_id_room_id_epoch_offset_pk" PRIMARY KEY("tenant_id","room_id","epoch","offset")
);
--> statement-breakpoint
CREATE TABLE "platform"."room_messages" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"client_message_id" text,
	"offset" integer NOT NULL,
	"content" text NOT NULL,
	"reply_to" uuid,
	"is_question" boolean DEFAULT false NOT NULL,
	"conversation_id" uuid,
	"turn_id" uuid,
	"answer_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"edited_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "room_messages_tenant_id_room_id_id_pk" PRIMARY KEY("tenant_id","room_id","id"),
	CONSTRAINT "room_messages_offset_unique" UNIQUE("tenant_id","room_id","offset"),
	CONSTRAINT "room_messages_client_id_unique" UNIQUE("tenant_id","room_id","participant_id","client_message_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."room_participants" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text,
	"user_id_hash" text,
	"address_hash" text,
	"muted_until" timestamp with time zone,
	"last_post_at" timestamp with time zone,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	"left_at" timestamp with time zone,
	"departure" text,
	CONSTRAINT "room_participants_tenant_id_room_id_id_pk" PRIMARY KEY("tenant_id","room_id","id"),
	CONSTRAINT "room_participants_name_unique" UNIQUE("tenant_id","room_id","name_key")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "platform"."room_presence" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"process_id" text NOT NULL,
	"participants" uuid[] NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_presence_tenant_id_room_id_process_id_pk" PRIMARY KEY("tenant_id","room_id","process_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."rooms" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"title" text NOT NULL,
	"chatbot_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"settings" jsonb NOT NULL,
	"password_hash" text,
	"epoch" integer DEFAULT 1 NOT NULL,
	"last_offset" integer DEFAULT 0 NOT NULL,
	"answered_offset" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "rooms_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "platform"."room_bans" ADD CONSTRAINT "room_bans_participant_fk" FOREIGN KEY ("tenant_id","room_id","participant_id") REFERENCES "platform"."room_participants"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_events" ADD CONSTRAINT "room_events_room_fk" FOREIGN KEY ("tenant_id","room_id") REFERENCES "platform"."rooms"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_messages" ADD CONSTRAINT "room_messages_participant_fk" FOREIGN KEY ("tenant_id","room_id","participant_id") REFERENCES "platform"."room_participants"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_participants" ADD CONSTRAINT "room_participants_room_fk" FOREIGN KEY ("tenant_id","room_id") REFERENCES "platform"."rooms"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD CONSTRAINT "rooms_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD CONSTRAINT "rooms_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE set null ("chatbot_id") ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "room_messages_question_index" ON "platform"."room_messages" USING btree ("tenant_id","room_id","offset") WHERE is_question;--> statement-breakpoint
CREATE UNIQUE INDEX "room_participants_person_unique" ON "platform"."room_participants" USING btree ("tenant_id","room_id","user_id_hash") WHERE user_id_hash is not null;--> statement-breakpoint
CREATE INDEX "rooms_recent_index" ON "platform"."rooms" USING btree ("tenant_id","created_at" DESC NULLS LAST);--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['rooms', 'room_participants', 'room_messages', 'room_events', 'room_bans', 'room_presence']
  LOOP
    EXECUTE format('ALTER TABLE platform.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE platform.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_wall ON platform.%I TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant())',
      name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON platform.%I TO parley_app', name);
  END LOOP;
END $$;--> statement-breakpoint
-- A process asks for the newest positions of all rooms that it follows in one statement, and sees no more of them.
CREATE POLICY operator_finds ON platform.rooms FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id, id, epoch, last_offset) ON platform.rooms TO parley_operator;--> statement-breakpoint
-- A process says in one statement who has its rooms open.
CREATE POLICY operator_keeps ON platform.room_presence TO parley_operator USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.room_presence TO parley_operator;
