-- How many chunks of the document hold the word, carried in the primary key's index: counting a common word over all documents
-- reads the index alone. One statement, so that the table is written anew only once.
ALTER TABLE platform.postings
  ADD COLUMN chunk_count integer NOT NULL GENERATED ALWAYS AS (cardinality(ordinals)) STORED,
  DROP CONSTRAINT postings_tenant_id_chatbot_id_lexeme_document_id_pk,
  ADD CONSTRAINT postings_tenant_id_chatbot_id_lexeme_document_id_pk
    PRIMARY KEY (tenant_id, chatbot_id, lexeme, document_id) INCLUDE (chunk_count);
