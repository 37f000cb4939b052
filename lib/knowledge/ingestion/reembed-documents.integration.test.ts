import { describe, expect, it } from "vitest";
import { LOCAL_EMBEDDING_MODEL } from "#lib/ai/local-embeddings.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { putCuratedAnswer } from "../curated/put-curated-answer.ts";
import { countByModel, listStaleChatbots } from "../queries/embeddings.ts";
import { chooseModel } from "../retrieval/active-embedding-model.ts";
import { findOrCreateSource } from "../sources/find-or-create-source.ts";
import { putDocument } from "./put-document.ts";
import { reembedDocuments } from "./reembed-documents.ts";
import { requestReembedding } from "./request-reembedding.ts";

const run = { signal: new AbortController().signal };
const OLD = "an-older-model";

/** Makes all vectors look as if made with another model. */
async function age({ ctx }: TestTenant): Promise<void> {
  const id = idToUuid(ctx.tenantId);
  await asOwner(`update platform.embeddings set model = '${OLD}' where tenant_id = $1`, [id]);
  await asOwner(
    `update platform.documents set embedding_models = '{${OLD}}', pipeline = replace(pipeline, '${LOCAL_EMBEDDING_MODEL}', '${OLD}') where tenant_id = $1`,
    [id],
  );
}

const vectors = async ({ ctx }: TestTenant) =>
  (
    await asOwner<{ model: string; count: string }>(
      "select model, count(*) from platform.embeddings where tenant_id = $1 group by model order by model",
      [idToUuid(ctx.tenantId)],
    )
  ).map(({ model, count }) => [model, Number(count)]);

async function feed(tenant: TestTenant): Promise<void> {
  const { ctx, chatbot, sourceId } = tenant;
  for (const path of ["a.md", "b.md"]) {
    const text = `# ${path}\n\nThe harbour opens at six.\n\n## More\n\nThe ferry leaves at nine.\n`;
    await putDocument(ctx, { sourceId, path, mediaType: "text/markdown", text });
  }
  const input = { chatbotId: chatbot.id, kind: "pairs" as const, origin: "pairs", name: "Pairs" };
  const pairs = await findOrCreateSource(ctx, input);
  const pair = {
    key: "hours",
    question: "When does it open?",
    phrasings: ["Opening hours?"],
    answer: "At six.",
  };
  await putCuratedAnswer(ctx, { sourceId: pairs.id, ...pair });
}

describe("after the embedding model changes", () => {
  it("embeds every document and curated answer, then deletes the old vectors", async () => {
    const tenant = await makeTenant();
    const { ctx, chatbot } = tenant;
    await feed(tenant);
    const before = await vectors(tenant);
    await age(tenant);
    expect(await listStaleChatbots(ctx, LOCAL_EMBEDDING_MODEL)).toEqual([chatbot.id]);
    expect(await requestReembedding(ctx)).toBe(1);
    await reembedDocuments(ctx, chatbot.id, run);
    expect(await vectors(tenant)).toEqual(before);
    expect([...(await countByModel(ctx, chatbot.id)).keys()]).toEqual([LOCAL_EMBEDDING_MODEL]);
    expect(await requestReembedding(ctx)).toBe(0);
  });

  it("keeps old vectors when interrupted, and resumes", async () => {
    const tenant = await makeTenant();
    const { ctx, chatbot } = tenant;
    await feed(tenant);
    await age(tenant);
    let requested = 0;
    const cut = {
      signal: {
        throwIfAborted() {
          requested += 1;
          if (requested === 3) throw new Error("cut off");
        },
      } as AbortSignal,
    };
    await expect(reembedDocuments(ctx, chatbot.id, cut)).rejects.toThrow("cut off");
    const counts = await countByModel(ctx, chatbot.id);
    expect(counts.get(OLD)).toBeGreaterThan(counts.get(LOCAL_EMBEDDING_MODEL) ?? 0);
    expect(chooseModel(LOCAL_EMBEDDING_MODEL, counts)).toBe(OLD);
    await reembedDocuments(ctx, chatbot.id, run);
    expect((await vectors(tenant)).map(([model]) => model)).toEqual([LOCAL_EMBEDDING_MODEL]);
  });

  it("searches with the model that covers most, or the configured one on a tie", () => {
    const by = (old: number, now: number) =>
      chooseModel(
        "now",
        new Map([
          ["old", old],
          ["now", now],
        ]),
      );
    expect([by(10, 0), by(10, 9), by(10, 10), by(0, 1)]).toEqual(["old", "old", "now", "now"]);
    expect(chooseModel("now", new Map())).toBe("now");
  });
});
