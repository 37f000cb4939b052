import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "postgres";
import { transaction } from "#lib/context/transaction.ts";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import { indexDocument } from "#lib/knowledge/indexing/index-document.ts";
import type { TestTenant } from "#testing/postgres/tenant.ts";
import { DIMENSIONS, type MadeChunk } from "./make-corpus.ts";

/** Name of the model that the planted vectors pass for. */
export const MODEL = "bench-embedding";

const DOCUMENTS_PER_COPY = 500;
const INDEXED_AT_ONCE = 4;

type Placed = { id: Id<"doc">; chunks: MadeChunk[] };

/**
 * Plants documents as the owner, by COPY and past the walls, and has the product itself make the postings.
 * One window a chunk.
 */
export async function plantCorpus(
  owner: Sql,
  tenant: TestTenant,
  documents: Iterable<MadeChunk[]>,
): Promise<void> {
  let batch: Placed[] = [];
  for (const chunks of documents) {
    batch.push({ id: newId("doc"), chunks });
    if (batch.length === DOCUMENTS_PER_COPY) {
      await plant(owner, tenant, batch);
      batch = [];
    }
  }
  await plant(owner, tenant, batch);
}

/** Row by row the graph takes hours: it is dropped for the time of `plant` and built as it was afterwards. */
export async function withoutGraphIndex(owner: Sql, plant: () => Promise<void>): Promise<void> {
  const [index] = await owner`
    select pg_get_indexdef('platform.embeddings_nearest_index'::regclass) as definition`;
  await owner`drop index platform.embeddings_nearest_index`;
  await plant();
  await owner`set maintenance_work_mem = '2GB'`;
  await owner.unsafe(String(index?.definition));
  await owner`vacuum analyze`;
}

async function plant(owner: Sql, tenant: TestTenant, batch: Placed[]): Promise<void> {
  const [ten, bot, source] = [tenant.ctx.tenantId, tenant.chatbot.id, tenant.sourceId].map(idToUuid) as [
    string,
    string,
    string,
  ];
  await copy(
    owner,
    "documents (tenant_id, id, chatbot_id, source_id, path, title, format, content, content_hash, pipeline, chunk_count, window_count, lexeme_count)",
    batch.map(({ id, chunks }) => {
      const counts = [chunks.length, chunks.length, 0];
      return row([ten, idToUuid(id), bot, source, id, "Planted", "text", "", "", "", ...counts]);
    }),
  );
  await copy(
    owner,
    "chunks (tenant_id, document_id, ordinal, chatbot_id, heading_path, start_offset, end_offset, context, content, language)",
    batch.flatMap(({ id, chunks }) =>
      chunks.map(({ text }, i) =>
        row([ten, idToUuid(id), i, bot, "{}", 0, text.length, "", text, "english"]),
      ),
    ),
  );
  await copy(
    owner,
    "embeddings (tenant_id, document_id, ordinal, window_number, chatbot_id, model, embedding)",
    [
      Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1"),
      ...batch.flatMap(({ id, chunks }) =>
        chunks.map(({ vector }, i) =>
          binaryRow([
            uuid(ten),
            uuid(idToUuid(id)),
            int(i),
            int(0),
            uuid(bot),
            Buffer.from(MODEL),
            floats(vector),
          ]),
        ),
      ),
      Buffer.from([0xff, 0xff]),
    ],
    "(format binary)",
  );
  const queue = batch.values();
  await Promise.all(
    Array.from({ length: INDEXED_AT_ONCE }, async () => {
      for (const { id } of queue) await transaction(tenant.ctx, (tx) => indexDocument(tx, id));
    }),
  );
}

async function copy(owner: Sql, target: string, parts: (string | Buffer)[], format = ""): Promise<void> {
  const stream = await owner.unsafe(`copy platform.${target} from stdin ${format}`).writable();
  await pipeline(Readable.from(parts, { objectMode: true }), stream);
}

const row = (values: (string | number)[]) => `${values.join("\t")}\n`;

/** https://www.postgresql.org/docs/17/sql-copy.html, "Binary Format". */
function binaryRow(fields: Buffer[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(fields.length);
  return Buffer.concat([count, ...fields.flatMap((field) => [int(field.length), field])]);
}

const uuid = (text: string) => Buffer.from(text.replaceAll("-", ""), "hex");

function int(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

/** As pgvector's `vector_recv` reads it: dimensions, a spare word, floats. */
function floats(vector: Float32Array): Buffer {
  const buffer = Buffer.alloc(4 + DIMENSIONS * 4);
  buffer.writeInt16BE(vector.length, 0);
  for (const [i, value] of vector.entries()) buffer.writeFloatBE(value, 4 + i * 4);
  return buffer;
}
