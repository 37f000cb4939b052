CREATE TABLE "platform"."conversation_labels" (
	"tenant_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "conversation_labels_tenant_id_conversation_id_label_pk" PRIMARY KEY("tenant_id","conversation_id","label")
);
--> statement-breakpoint
CREATE TABLE "platform"."conversation_notes" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "conversation_notes_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "platform"."transcript_reads" (
	"tenant_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"reader_id" uuid NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "transcript_reads_tenant_id_conversation_id_reader_id_day_pk" PRIMARY KEY("tenant_id","conversation_id","reader_id","day")
);
--> statement-breakpoint
ALTER TABLE "platform"."conversations" ADD COLUMN "channel" text DEFAULT 'page' NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."conversation_labels" ADD CONSTRAINT "conversation_labels_conversation_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "platform"."conversations"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."conversation_notes" ADD CONSTRAINT "conversation_notes_conversation_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "platform"."conversations"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."transcript_reads" ADD CONSTRAINT "transcript_reads_conversation_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "platform"."conversations"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_labels_index" ON "platform"."conversation_labels" USING btree ("tenant_id","label");--> statement-breakpoint
CREATE INDEX "conversation_notes_index" ON "platform"."conversation_notes" USING btree ("tenant_id","conversation_id","id");--> statement-breakpoint
CREATE INDEX "conversations_inbox_index" ON "platform"."conversations" USING btree ("tenant_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "turns_grounding_index" ON "platform"."turns" USING btree ("tenant_id","grounding","started_at") WHERE grounding is not null;--> statement-breakpoint
ALTER TABLE "platform"."conversation_labels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."conversation_labels" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.conversation_labels TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.conversation_labels TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."conversation_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."conversation_notes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.conversation_notes TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.conversation_notes TO parley_app;--> statement-breakpoint
ALTER TABLE "platform"."transcript_reads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."transcript_reads" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON platform.transcript_reads TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.transcript_reads TO parley_app;--> statement-breakpoint
-- The walls hold for the owner too; lifted for the one statement.
ALTER TABLE platform.conversations NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE platform.room_messages NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE platform.conversations c SET channel = 'room' FROM platform.room_messages r WHERE r.tenant_id = c.tenant_id AND r.conversation_id = c.id;--> statement-breakpoint
ALTER TABLE platform.conversations FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE platform.room_messages FORCE ROW LEVEL SECURITY;
