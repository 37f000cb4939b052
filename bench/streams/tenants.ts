import { handbook, readDemoDocuments } from "#db/demo/documents.ts";
import { closeStorage } from "#db/storage.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";

export type BenchTenant = { chatbot: string; apiKey: string };

const DOCUMENTS = 8;

/** Creates `TENANTS` workspaces, each with a fed chatbot and a chat key; prints them as one line of JSON. */
const documents = readDemoDocuments(handbook).slice(0, DOCUMENTS);
const made: BenchTenant[] = [];
for (let i = 0; i < Number(process.env.TENANTS); i += 1) {
  const { ctx, chatbot, sourceId } = await makeTenant(`Bench ${i}`);
  for (const document of documents) await putDocument(ctx, { ...document, sourceId, vectors: "now" });
  const apiKey = await createApiKey(ctx, { name: "Bench", scopes: ["chat"] });
  made.push({ chatbot: chatbot.handle, apiKey });
}
console.log(JSON.stringify(made));
await closeStorage();
