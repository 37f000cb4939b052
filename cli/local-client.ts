import "#register-skills.ts";
import { randomUUID } from "node:crypto";
import { closeStorage, storage } from "#db/storage.ts";
import { apiScopes } from "#lib/auth/schema.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { deleteConversation } from "#lib/conversation/delete-conversation.ts";
import { chatRequest } from "#lib/conversation/schema.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId, parseId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { probeQueue } from "#lib/jobs/probe-queue.ts";
import { requestSync } from "#lib/knowledge/crawling/request-sync.ts";
import { getIngestion } from "#lib/knowledge/ingestion/get-ingestion.ts";
import type { IngestionSummary } from "#lib/knowledge/ingestion/ingestion.ts";
import { listIngestions } from "#lib/knowledge/ingestion/list-ingestions.ts";
import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { searchInput } from "#lib/knowledge/retrieval/schema.ts";
import { searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { documentInput, sourceInput } from "#lib/knowledge/schema.ts";
import { deleteDocument } from "#lib/knowledge/sources/delete-document.ts";
import { findOrCreateSource } from "#lib/knowledge/sources/find-or-create-source.ts";
import { getSource } from "#lib/knowledge/sources/get-source.ts";
import { listSourceDocuments } from "#lib/knowledge/sources/list-source-documents.ts";
import { listSources } from "#lib/knowledge/sources/list-sources.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";
import { openWorker } from "#worker/main.ts";
import type { KnowledgeClient } from "./knowledge-client.ts";
import { readOutcome } from "./read-outcome.ts";

const WAIT_MS = 20_000;

/**
 * Works on the storage directly, as the workspace `slug`, with the verbs that a server's routes call. No
 * other process can use the embedded database while this is open.
 * @throws ParleyError unavailable when another process has it, not_found for an unknown workspace
 */
export async function localClient(slug: string): Promise<KnowledgeClient> {
  const { embedded } = await storage();
  const tenantId = await findTenant(sealOperator(), slug);
  if (!tenantId) {
    await closeStorage();
    throw new ParleyError(
      "not_found",
      `There is no workspace "${slug}". To create the demo, run: npm run db:seed`,
    );
  }
  const userIdHash = hashUserId(tenantId, "command-line");
  const ctx = sealContext({
    tenantId,
    actor: { kind: "apiKey", id: newId("key"), scopes: apiScopes, userIdHash },
  });
  const source = (id: string) => parseId("src", id, "source");
  /** Opened by the first command that has something for the queue: this process is the only one there is. */
  let worker: ReturnType<typeof openWorker> | null = null;
  const working = async () => {
    worker ??= openWorker();
    await worker;
  };
  const ended = async (asked: IngestionSummary) =>
    readOutcome(asked, () => getIngestion(ctx, parseId("ing", asked.id, "ingestion"), { waitMs: WAIT_MS }));

  return {
    place: embedded ? `the data directory ${env().DATA_DIR}` : "the database of DATABASE_URL",
    concurrency: 3,
    async openSource(input) {
      const { chatbot, ...rest } = sourceInput.parse(input);
      return findOrCreateSource(ctx, { ...rest, chatbotId: (await getChatbotByHandle(ctx, chatbot)).id });
    },
    listDocuments: async (sourceId) => listSourceDocuments(ctx, source(sourceId)),
    async putDocument(sourceId, input) {
      await working();
      const document = "bytes" in input ? input : documentInput.parse(input);
      return ended(await requestIngestion(ctx, { ...document, sourceId: source(sourceId) }));
    },
    async syncSource(sourceId) {
      await working();
      return requestSync(ctx, source(sourceId));
    },
    getSource: (sourceId) => getSource(ctx, source(sourceId), { waitMs: 1_000 }),
    async listFailed(sourceId) {
      const { counts, ingestions } = await listIngestions(ctx, source(sourceId), {
        states: ["failed"],
        limit: 1_000,
      });
      return { counts, failed: ingestions };
    },
    async syncPage(sourceId, url) {
      await working();
      return ended(await requestIngestion(ctx, { url, sourceId: source(sourceId) }));
    },
    deleteDocument: (sourceId, path) => gone(deleteDocument(ctx, { sourceId: source(sourceId), path })),
    deleteConversation: (conversation) => gone(deleteConversation(ctx, conversation)),
    async listKnowledge(chatbot) {
      const documents = [];
      for (const { id } of await listSources(ctx, (await getChatbotByHandle(ctx, chatbot)).id)) {
        documents.push(...(await listSourceDocuments(ctx, source(id))));
      }
      return documents;
    },
    async search(input) {
      const { chatbot, query, limit } = searchInput.parse(input);
      const { id, config } = await getChatbotByHandle(ctx, chatbot);
      return searchKnowledge(ctx, { chatbotId: id, query, limit, language: config.language });
    },
    async *ask({ chatbot, question, conversation = randomUUID() }) {
      const request = chatRequest.parse({
        id: conversation,
        chatbot,
        message: { id: randomUUID(), parts: [{ type: "text", text: question }] },
      });
      const turn = await runTurn(ctx, { chatbot: await getChatbotByHandle(ctx, chatbot), request });
      yield* turn.follow();
      await turn.ended;
    },
    async probeQueue({ timeoutSeconds }) {
      await working();
      return probeQueue(ctx, timeoutSeconds);
    },
    async close() {
      if (worker) await (await worker).close();
      else await closeBoss();
      await closeStorage();
    },
  };
}

async function gone(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ParleyError && error.code === "not_found")) throw error;
  });
}
