ALTER TABLE "platform"."documents" ADD COLUMN "page_kind" text;--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD COLUMN "page_starts" integer[];