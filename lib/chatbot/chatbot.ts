import type { StoredConnection } from "#lib/ai/connections/connected-model.ts";
import type { Id } from "#lib/core/ids.ts";
import type { AccessPolicy } from "#lib/tenant/schema.ts";
import type { ChatbotConfig, Visibility } from "./schema.ts";

export type Chatbot = {
  id: Id<"bot">;
  handle: string;
  name: string;
  config: ChatbotConfig;
  /** The access policy of its workspace, as stored. */
  access?: Partial<AccessPolicy> | null;
  /** The server of its workspace's own model, with the key still encrypted. Null: the instance's model. */
  connection?: StoredConnection | null;
};

/** A chatbot with the columns that only Studio and admission need. */
export type WholeChatbot = Chatbot & { visibility: Visibility; linkToken: string | null; updatedAt: Date };
