ALTER TABLE "platform"."documents" ADD COLUMN "word_index" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."chunks" DROP COLUMN "search_vector";