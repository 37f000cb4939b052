CREATE TABLE "platform"."room_files" (
	"tenant_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"message_id" uuid,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer,
	"height" integer,
	"created_at" timestamp with time zone NOT NULL,
	"discarded_at" timestamp with time zone,
	CONSTRAINT "room_files_tenant_id_room_id_id_pk" PRIMARY KEY("tenant_id","room_id","id")
);
--> statement-breakpoint
ALTER TABLE "platform"."room_files" ADD CONSTRAINT "room_files_message_fk" FOREIGN KEY ("tenant_id","room_id","message_id") REFERENCES "platform"."room_messages"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."room_files" ADD CONSTRAINT "room_files_participant_fk" FOREIGN KEY ("tenant_id","room_id","participant_id") REFERENCES "platform"."room_participants"("tenant_id","room_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "room_files_message_index" ON "platform"."room_files" USING btree ("tenant_id","room_id","message_id");--> statement-breakpoint
CREATE INDEX "room_files_unused_index" ON "platform"."room_files" USING btree ("created_at") WHERE message_id is null or discarded_at is not null;--> statement-breakpoint
ALTER TABLE platform.room_files ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE platform.room_files FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.room_files TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.room_files TO parley_app;--> statement-breakpoint
-- Housekeeping finds files that are no longer used, and sees no more of them.
CREATE POLICY operator_finds ON platform.room_files FOR SELECT TO parley_operator USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id, room_id, id, message_id, created_at, discarded_at) ON platform.room_files TO parley_operator;
