import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext } from "#lib/context/seal.ts";
import { newId } from "#lib/core/ids.ts";
import { startModelServer } from "#testing/model-server/model-server.ts";
import { type Charge, embedQuery } from "./embed-query.ts";

const models = await startModelServer();
vi.stubEnv("OPENAI_BASE_URL", models.baseUrl);
beforeEach(() => models.reset());
afterAll(async () => {
  vi.unstubAllEnvs();
  await models.close();
});

const free: Charge = (embed) => embed();
const someone = (): Context => sealContext({ tenantId: newId("ten"), actor: { kind: "public" } });

test("embeds a repeated question once per tenant and model", async () => {
  const [one, other] = [someone(), someone()];
  const first = await embedQuery(one, "How far does it go?", "a-model", free);
  expect(await embedQuery(one, "How far does it go?", "a-model", free)).toEqual(first);
  expect(models.requests).toHaveLength(1);
  await embedQuery(one, "How far?", "a-model", free);
  await embedQuery(one, "How far does it go?", "another-model", free);
  await embedQuery(other, "How far does it go?", "a-model", free);
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
  await expect(embedQuery(ctx, "Where is it?", "a-model", free)).rejects.toThrow();
  models.reset();
  expect(await embedQuery(ctx, "Where is it?", "a-model", free)).toBeInstanceOf(Float32Array);
});

test("asks the model only for what is charged, and charges a repeated question once", async () => {
  const ctx = someone();
  const refuse = () => Promise.reject(new Error("No budget."));
  await expect(embedQuery(ctx, "How long?", "a-model", refuse)).rejects.toThrow("No budget.");
  expect(models.requests).toHaveLength(0);
  let charges = 0;
  const charge: Charge = (embed) => {
    charges += 1;
    return embed();
  };
  for (let i = 0; i < 3; i += 1) await embedQuery(ctx, "How long?", "a-model", charge);
  expect([charges, models.requests.length]).toEqual([1, 1]);
});
