import { randomUUID } from "node:crypto";
import { closeStorage, storage } from "#db/client.ts";
import { apiScopes } from "#lib/auth/api-key.ts";
import { getChatbotByHandle } from "#lib/chatbot/get-chatbot.ts";
import { runTurn } from "#lib/conversation/run-turn.ts";
import { chatRequest } from "#lib/conversation/schema.ts";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId, parseId } from "#lib/core/ids.ts";
import { sealContext, sealOperator } from "#lib/core/seal.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { deleteDocument } from "#lib/knowledge/delete-document.ts";
import { listSourceDocuments } from "#lib/knowledge/list-source-documents.ts";
import { openSource } from "#lib/knowledge/open-source.ts";
import { putDocument } from "#lib/knowledge/put-document.ts";
import { documentInput, pageInput, searchInput, sourceInput } from "#lib/knowledge/schema.ts";
import { searchKnowledge } from "#lib/knowledge/search-knowledge.ts";
import { syncPage } from "#lib/knowledge/sync-page.ts";
import { findTenant } from "#lib/tenant/find-tenant.ts";
import type { KnowledgeClient } from "./knowledge-client.ts";

/**
 * Works on the storage itself, as the workspace `slug`: the same verbs that a server's routes call. The embedded
 * database is one process's alone while this is open.
 * @throws ParleyError unavailable when another process has it, not_found for an unknown workspace
 */
export async function localClient(slug: string): Promise<KnowledgeClient> {
  const { embedded } = await storage();
  const tenantId = await findTenant(sealOperator(), slug);
  if (!tenantId) {
    await closeStorage();
    throw new ParleyError("not_found", `There is no workspace "${slug}" here. For the demo: npm run db:seed`);
  }
  const userIdHash = hashUserId(tenantId, "command-line");
  const ctx = sealContext({
    tenantId,
    actor: { kind: "apiKey", id: newId("key"), scopes: apiScopes, userIdHash },
  });
  const source = (id: string) => parseId("src", id, "source");

  return {
    place: embedded ? `the data directory ${env().DATA_DIR}` : "the database of DATABASE_URL",
    concurrency: 1,
    async openSource(input) {
      const { chatbot, ...rest } = sourceInput.parse(input);
      return openSource(ctx, { ...rest, chatbotId: (await getChatbotByHandle(ctx, chatbot)).id });
    },
    listDocuments: async (sourceId) => listSourceDocuments(ctx, source(sourceId)),
    putDocument: async (sourceId, input) =>
      putDocument(ctx, {
        ...("bytes" in input ? input : documentInput.parse(input)),
        sourceId: source(sourceId),
      }),
    syncPage: async (sourceId, url) =>
      syncPage(ctx, { ...pageInput.parse({ url }), sourceId: source(sourceId) }),
    async deleteDocument(sourceId, path) {
      await deleteDocument(ctx, { sourceId: source(sourceId), path }).catch((error: unknown) => {
        if (!(error instanceof ParleyError && error.code === "not_found")) throw error;
      });
    },
    async search(input) {
      const { chatbot, query, limit } = searchInput.parse(input);
      const { id, config } = await getChatbotByHandle(ctx, chatbot);
      return searchKnowledge(ctx, { chatbotId: id, query, limit, language: config.language });
    },
    async *ask({ chatbot, question }) {
      const request = chatRequest.parse({
        id: randomUUID(),
        chatbot,
        message: { id: randomUUID(), parts: [{ type: "text", text: question }] },
      });
      const turn = await runTurn(ctx, { chatbot: await getChatbotByHandle(ctx, chatbot), request });
      yield* turn.follow();
      await turn.ended;
    },
    close: closeStorage,
  };
}
