ALTER TABLE "platform"."room_messages" ADD COLUMN "recap_from" integer;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "recap_offset" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "recap_until" integer;--> statement-breakpoint
ALTER TABLE "platform"."rooms" ADD COLUMN "recap_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "rooms_recap_index" ON "platform"."rooms" USING btree ("recap_at") WHERE recap_at is not null;--> statement-breakpoint
GRANT SELECT (recap_at) ON platform.rooms TO parley_operator;