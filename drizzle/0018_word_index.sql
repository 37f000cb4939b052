ALTER TABLE "platform"."documents" ADD COLUMN "word_index" smallint DEFAULT 1 NOT NULL;
