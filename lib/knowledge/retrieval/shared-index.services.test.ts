import { beforeAll, describe, expect, it } from "vitest";
import { toVector } from "#db/schema/columns.ts";
import { transaction } from "#lib/context/transaction.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { allowLongIndexWalk, searchVectors } from "../queries/search.ts";

const MODEL = "planted";
const LIMIT = 10;

/** Inserts chunks with random unit vectors whose first 48 dimensions differ, directly into the tables. */
async function plant(tenant: TestTenant, count: number): Promise<void> {
  const id = idToUuid(newId("doc"));
  const ids = [idToUuid(tenant.ctx.tenantId), id, idToUuid(tenant.chatbot.id)];
  await asOwner(
    `insert into platform.documents (tenant_id, id, chatbot_id, source_id, path, title, format, content, content_hash, pipeline, chunk_count, window_count, lexeme_count)
     values ($1, $2, $3, $4, 'planted', 'Planted', 'text', '', '', '', $5, $5, 0)`,
    [...ids, idToUuid(tenant.sourceId), count],
  );
  await asOwner(
    `insert into platform.chunks (tenant_id, document_id, ordinal, chatbot_id, heading_path, start_offset, end_offset, context, content, language)
     select $1, $2, n, $3, '{}', 0, 0, '', 'planted', 'english' from generate_series(0, $4::int - 1) n`,
    [...ids, count],
  );
  await asOwner(
    `insert into platform.embeddings (tenant_id, document_id, ordinal, window_number, chatbot_id, model, embedding)
     select $1, $2, n, 0, $3, '${MODEL}', l2_normalize((array(select random() - 0.5 + n * 0 from generate_series(1, 48)) || array_fill(0::float8, array[1488]))::real[]::vector(1536))
     from generate_series(0, $4::int - 1) n`,
    [...ids, count],
  );
}

const query = Float32Array.from({ length: 48 }, (_, i) => Math.sin(i * 1.7) / 5);

async function recall(tenant: TestTenant): Promise<{ found: number; recall: number }> {
  const run = (exact: boolean) =>
    transaction(tenant.ctx, async (tx) => {
      await allowLongIndexWalk(tx);
      return searchVectors(tx, tenant.chatbot.id, { vector: query, model: MODEL, exact }, LIMIT);
    });
  const exact = new Set((await run(true)).map((hit) => hit.ordinal));
  const walked = await run(false);
  return { found: walked.length, recall: walked.filter((hit) => exact.has(hit.ordinal)).length / LIMIT };
}

describe("a small tenant beside large ones (TEN-20)", () => {
  let small: TestTenant;
  let middle: TestTenant;
  let large: TestTenant;

  beforeAll(async () => {
    [small, middle, large] = [
      await makeTenant("Small"),
      await makeTenant("Middle"),
      await makeTenant("Large"),
    ];
    // Built once afterwards: row by row the index takes minutes.
    await asOwner("drop index platform.embeddings_nearest_index");
    await plant(large, 20_000);
    await plant(small, 50);
    await plant(middle, 2_500);
    await asOwner(
      "set maintenance_work_mem = '512MB'; create index embeddings_nearest_index on platform.embeddings using hnsw (embedding vector_ip_ops); analyze platform.embeddings",
    );
  }, 300_000);

  it("finds all of its passages, by exact comparison and by index scan", async () => {
    const exact = await searchVectors(
      small.ctx,
      small.chatbot.id,
      { vector: query, model: MODEL, exact: true },
      LIMIT,
    );
    expect(exact).toHaveLength(LIMIT);
    expect(await recall(small)).toEqual({ found: LIMIT, recall: 1 });
  });

  it("finds at least nine in ten of the true neighbors by index scan", async () => {
    const { found, recall: share } = await recall(middle);
    expect(found).toBe(LIMIT);
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it("scores by cosine similarity", async () => {
    const rows = await asOwner<{ best: number }>(
      `select max(-(embedding <#> $2::vector)) as best from platform.embeddings where tenant_id = $1`,
      [idToUuid(small.ctx.tenantId), toVector(query)],
    );
    const [first] = await searchVectors(
      small.ctx,
      small.chatbot.id,
      { vector: query, model: MODEL, exact: true },
      1,
    );
    expect(first?.score).toBeCloseTo(Number(rows[0]?.best), 5);
  });
});
