CREATE SCHEMA "platform";
--> statement-breakpoint
CREATE TABLE "platform"."chatbots" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"config" jsonb NOT NULL,
	"avatar_data" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chatbots_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "chatbots_handle_unique" UNIQUE("tenant_id","handle")
);
--> statement-breakpoint
CREATE TABLE "platform"."citations" (
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"document_version" text NOT NULL,
	"ordinal" integer NOT NULL,
	"start_offset" integer NOT NULL,
	"end_offset" integer NOT NULL,
	"heading_path" text[] NOT NULL,
	CONSTRAINT "citations_tenant_id_message_id_number_pk" PRIMARY KEY("tenant_id","message_id","number")
);
--> statement-breakpoint
CREATE TABLE "platform"."conversations" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"user_id_hash" text NOT NULL,
	"client_key" text NOT NULL,
	"title" text NOT NULL,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "conversations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "conversations_client_key_unique" UNIQUE("tenant_id","user_id_hash","client_key")
);
--> statement-breakpoint
CREATE TABLE "platform"."messages" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"role" text NOT NULL,
	"client_message_id" text,
	"content_full" text NOT NULL,
	"content_brief" text NOT NULL,
	"cards" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"user_id_hash" text NOT NULL,
	"superseded_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "messages_seq_unique" UNIQUE("tenant_id","conversation_id","seq"),
	CONSTRAINT "messages_client_id_unique" UNIQUE("tenant_id","conversation_id","client_message_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."turns" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"question_id" uuid NOT NULL,
	"answer_id" uuid NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"error_code" text,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"input_tokens" integer,
	"output_tokens" integer,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"first_token_at" timestamp with time zone,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"stop_requested_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "turns_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "turns_answer_unique" UNIQUE("tenant_id","answer_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."chunks" (
	"tenant_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"heading_path" text[] NOT NULL,
	"start_offset" integer NOT NULL,
	"end_offset" integer NOT NULL,
	"context" text NOT NULL,
	"content" text NOT NULL,
	"language" "regconfig" NOT NULL,
	"search_vector" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector(language, context), 'A') || to_tsvector(language, content)) STORED,
	CONSTRAINT "chunks_tenant_id_document_id_ordinal_pk" PRIMARY KEY("tenant_id","document_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "platform"."documents" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"path" text NOT NULL,
	"title" text NOT NULL,
	"format" text NOT NULL,
	"content" text NOT NULL,
	"content_hash" text NOT NULL,
	"pipeline" text NOT NULL,
	"chunk_count" integer NOT NULL,
	"window_count" integer NOT NULL,
	"lexeme_count" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "documents_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "documents_path_unique" UNIQUE("tenant_id","source_id","path")
);
--> statement-breakpoint
CREATE TABLE "platform"."embeddings" (
	"tenant_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"window_number" integer NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"model" text NOT NULL,
	"embedding" vector(1536) NOT NULL,
	CONSTRAINT "embeddings_tenant_id_document_id_ordinal_window_number_pk" PRIMARY KEY("tenant_id","document_id","ordinal","window_number")
);
--> statement-breakpoint
CREATE TABLE "platform"."knowledge_sources" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"origin" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "knowledge_sources_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "knowledge_sources_origin_unique" UNIQUE("tenant_id","chatbot_id","origin")
);
--> statement-breakpoint
CREATE TABLE "platform"."postings" (
	"tenant_id" uuid NOT NULL,
	"chatbot_id" uuid NOT NULL,
	"lexeme" text NOT NULL,
	"document_id" uuid NOT NULL,
	"ordinals" integer[] NOT NULL,
	"frequencies" integer[] NOT NULL,
	"lengths" integer[] NOT NULL,
	CONSTRAINT "postings_tenant_id_chatbot_id_lexeme_document_id_pk" PRIMARY KEY("tenant_id","chatbot_id","lexeme","document_id")
);
--> statement-breakpoint
CREATE TABLE "platform"."addresses" (
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"target_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "addresses_kind_value_pk" PRIMARY KEY("kind","value")
);
--> statement-breakpoint
CREATE TABLE "platform"."api_keys" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "api_keys_hash_unique" UNIQUE("tenant_id","hash")
);
--> statement-breakpoint
CREATE TABLE "platform"."tenants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "platform"."chatbots" ADD CONSTRAINT "chatbots_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."citations" ADD CONSTRAINT "citations_message_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "platform"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."citations" ADD CONSTRAINT "citations_document_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "platform"."documents"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."conversations" ADD CONSTRAINT "conversations_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."messages" ADD CONSTRAINT "messages_conversation_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "platform"."conversations"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."turns" ADD CONSTRAINT "turns_question_fk" FOREIGN KEY ("tenant_id","question_id") REFERENCES "platform"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."turns" ADD CONSTRAINT "turns_answer_fk" FOREIGN KEY ("tenant_id","answer_id") REFERENCES "platform"."messages"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."chunks" ADD CONSTRAINT "chunks_document_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "platform"."documents"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD CONSTRAINT "documents_source_fk" FOREIGN KEY ("tenant_id","source_id") REFERENCES "platform"."knowledge_sources"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."documents" ADD CONSTRAINT "documents_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."embeddings" ADD CONSTRAINT "embeddings_chunk_fk" FOREIGN KEY ("tenant_id","document_id","ordinal") REFERENCES "platform"."chunks"("tenant_id","document_id","ordinal") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."knowledge_sources" ADD CONSTRAINT "knowledge_sources_chatbot_fk" FOREIGN KEY ("tenant_id","chatbot_id") REFERENCES "platform"."chatbots"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."postings" ADD CONSTRAINT "postings_document_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "platform"."documents"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."addresses" ADD CONSTRAINT "addresses_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform"."api_keys" ADD CONSTRAINT "api_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "citations_document_index" ON "platform"."citations" USING btree ("tenant_id","document_id");--> statement-breakpoint
CREATE INDEX "conversations_recent_index" ON "platform"."conversations" USING btree ("tenant_id","user_id_hash","chatbot_id","updated_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "messages_person_index" ON "platform"."messages" USING btree ("tenant_id","user_id_hash","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "turns_running_unique" ON "platform"."turns" USING btree ("tenant_id","conversation_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "turns_question_index" ON "platform"."turns" USING btree ("tenant_id","question_id");--> statement-breakpoint
CREATE INDEX "chunks_chatbot_index" ON "platform"."chunks" USING btree ("tenant_id","chatbot_id");--> statement-breakpoint
CREATE INDEX "embeddings_scope_index" ON "platform"."embeddings" USING btree ("tenant_id","chatbot_id","model");--> statement-breakpoint
CREATE INDEX "postings_document_index" ON "platform"."postings" USING btree ("tenant_id","document_id");--> statement-breakpoint
CREATE INDEX "addresses_target_index" ON "platform"."addresses" USING btree ("tenant_id","target_id");