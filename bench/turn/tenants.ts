import postgres from "postgres";
import { closeStorage } from "#db/storage.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { makeCorpus } from "../retrieve/make-corpus.ts";
import { plantCorpus, withoutGraphIndex } from "../retrieve/plant-corpus.ts";

export type TurnTenant = { chatbot: string; apiKey: string; questions: string[] };

const SEED = 7;
const QUESTIONS = 20;

/**
 * Creates `TENANTS` workspaces that share `CHUNKS` chunks evenly, each with a chat key and questions about
 * its chunks; prints them as one line of JSON.
 */
const [count, chunks] = [Number(process.env.TENANTS), Number(process.env.CHUNKS)];
const corpus = makeCorpus(SEED);
const made: TurnTenant[] = [];
const owner = postgres(process.env.DATABASE_MIGRATION_URL ?? "", { max: 1, onnotice: () => undefined });
const tenants: TestTenant[] = [];
for (let i = 0; i < count; i += 1) tenants.push(await makeTenant(`Bench ${i}`));
await withoutGraphIndex(owner, async () => {
  for (const [i, tenant] of tenants.entries())
    await plantCorpus(owner, tenant, corpus.documents(i + 1, Math.ceil(chunks / count)));
});
await owner.end();
for (const { ctx, chatbot } of tenants) {
  const apiKey = await createApiKey(ctx, { name: "Bench", scopes: ["chat"] });
  const questions = corpus.queries(-1 - made.length, QUESTIONS).map(({ text }) => text);
  made.push({ chatbot: chatbot.handle, apiKey, questions });
}
console.log(JSON.stringify(made));
await closeStorage();
