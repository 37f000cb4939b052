import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { newId } from "#lib/core/ids.ts";
import { startModelServer } from "#testing/model-server/model-server.ts";
import { embedQuery } from "./embed-query.ts";

const models = await startModelServer();
vi.stubEnv("OPENAI_BASE_URL", models.baseUrl);
beforeEach(() => models.reset());
afterAll(async () => {
  vi.unstubAllEnvs();
  await models.close();
});

const someone = (): Context => sealContext({ tenantId: newId("ten"), actor: { kind: "public" } });

test("embeds a repeated question once per tenant and model", async () => {
  const [one, other] = [someone(), someone()];
  const first = await embedQuery(one, "How far does it go?", "a-model");
  expect(await embedQuery(one, "How far does it go?", "a-model")).toEqual(first);
  expect(models.requests).toHaveLength(1);
  await embedQuery(one, "How far?", "a-model");
  await embedQuery(one, "How far does it go?", "another-model");
  await embedQuery(other, "How far does it go?", "a-model");
  expect(models.requests.map(({ body }) => body.model)).toEqual([
    "a-model",
    "a-model",
    "another-model",
    "a-model",
  ]);
});

test("does not cache a failure", async () => {
  const ctx = someone();
  models.script({ embeddingsFault: { kind: "status", status: 500 } });
  await expect(embedQuery(ctx, "Where is it?", "a-model")).rejects.toThrow();
  models.reset();
  expect(await embedQuery(ctx, "Where is it?", "a-model")).toBeInstanceOf(Float32Array);
});
