ALTER TABLE "platform"."documents" ADD COLUMN "etag" text;--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD COLUMN "last_modified" text;