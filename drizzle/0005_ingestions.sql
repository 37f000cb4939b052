CREATE TABLE "platform"."ingestions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"path" text NOT NULL,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"outcome" text,
	"reason" text,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"original_key" text,
	"original_bytes" bigint,
	"media_type" text,
	"page" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "ingestions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "ingestions_path_unique" UNIQUE("tenant_id","source_id","path")
);
--> statement-breakpoint
ALTER TABLE "platform"."embeddings" DROP CONSTRAINT "embeddings_tenant_id_document_id_ordinal_window_number_pk";--> statement-breakpoint
ALTER TABLE "platform"."embeddings" ADD CONSTRAINT "embeddings_tenant_id_document_id_ordinal_window_number_model_pk" PRIMARY KEY("tenant_id","document_id","ordinal","window_number","model");--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD COLUMN "page" jsonb;--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD COLUMN "hidden" jsonb;--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD COLUMN "original_key" text;--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD COLUMN "embedding_models" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD COLUMN "sync_minutes" integer;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD COLUMN "sync_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD COLUMN "sync_state" text DEFAULT 'idle' NOT NULL;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD COLUMN "sync_reason" text;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD COLUMN "sync_report" jsonb;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD COLUMN "synced_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "platform"."ingestions" ADD CONSTRAINT "ingestions_source_fk" FOREIGN KEY ("tenant_id","source_id") REFERENCES "platform"."knowledge_sources"("tenant_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "platform"."ingestions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "platform"."ingestions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_wall ON "platform"."ingestions" TO parley_app USING (tenant_id = platform.current_tenant()) WITH CHECK (tenant_id = platform.current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "platform"."ingestions" TO parley_app;--> statement-breakpoint
CREATE INDEX "ingestions_state_index" ON "platform"."ingestions" ("tenant_id","source_id","state");--> statement-breakpoint
UPDATE "platform"."documents" SET embedding_models = ARRAY[substring(pipeline from '[^:]*:[^:]*:(.*)')] WHERE window_count > 0 AND substring(pipeline from '[^:]*:[^:]*:(.*)') <> 'none';--> statement-breakpoint
-- The job queue's role sees the queue's tables only, which the queue's own plans make (db/queue-schema.ts).
DO $$ BEGIN
  CREATE ROLE parley_queue NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS queue;
