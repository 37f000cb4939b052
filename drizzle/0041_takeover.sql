ALTER TABLE "platform"."conversations" ADD COLUMN "handled_by" uuid;--> statement-breakpoint
ALTER TABLE "platform"."conversations" ADD COLUMN "handled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "platform"."messages" ADD COLUMN "author_id" uuid;--> statement-breakpoint
CREATE INDEX "conversations_handled_index" ON "platform"."conversations" USING btree ("tenant_id","handled_at") WHERE handled_by is not null;