CREATE TABLE "platform"."room_reactions" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"emoji" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "room_reactions_pk" PRIMARY KEY("tenant_id","room_id","message_id","participant_id","emoji")
);
--> statement-breakpoint
ALTER TABLE "platform"."room_participants" ADD COLUMN "read_offset" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "asked_offset" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "platform"."room_reactions" ADD CONSTRAINT "room_reactions_message_fk" FOREIGN KEY ("tenant_id","room_id","message_id") REFERENCES "platform"."room_messages"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_reactions" ADD CONSTRAINT "room_reactions_participant_fk" FOREIGN KEY ("tenant_id","room_id","participant_id") REFERENCES "platform"."room_participants"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rooms_unanswered_index" ON "platform"."rooms" USING btree ("asked_at") WHERE asked_offset > answered_offset;--> statement-breakpoint
CREATE INDEX "rooms_expiry_index" ON "platform"."rooms" USING btree ("expires_at") WHERE expires_at is not null;--> statement-breakpoint
ALTER TABLE platform.room_reactions ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE platform.room_reactions FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.room_reactions TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.room_reactions TO parley_app;--> statement-breakpoint
-- Recovery and maintenance find rooms by these positions and times, and see no more of them.
GRANT SELECT (answered_offset, asked_offset, asked_at, expires_at) ON platform.rooms TO parley_operator;
