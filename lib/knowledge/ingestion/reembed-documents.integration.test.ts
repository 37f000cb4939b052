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

/** As if everything had been embedded with another model before. */
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

describe("after a change of the embedding model", () => {
  it("every document and pair is given its vectors, and then the old ones go", async () => {
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

  it("cut off in between, the old ones stay beside the new, and it goes on from there", async () => {
    const tenant = await makeTenant();
    const { ctx, chatbot } = tenant;
    await feed(tenant);
    await age(tenant);
    let asked = 0;
    const cut = {
      signal: {
        throwIfAborted() {
          asked += 1;
          if (asked === 3) throw new Error("cut off");
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

  it("search goes by the model that covers most, the configured one where they are even", () => {
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
