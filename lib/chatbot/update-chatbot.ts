import { isDeepStrictEqual } from "node:util";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { invalidateChatbotAccess } from "#lib/auth/admission/admission-cache.ts";
import { moveChatbotAddress } from "#lib/auth/admission/move-chatbot-address.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { countKnowledge } from "#lib/knowledge/sources/count-knowledge.ts";
import type { WholeChatbot } from "./chatbot.ts";
import { handleTaken } from "./create-chatbot.ts";
import { invalidateChatbot } from "./get-chatbot.ts";
import { presentInStudio } from "./get-studio-chatbot.ts";
import { newLinkToken } from "./link-token.ts";
import { lockChatbot, updateChatbotRow } from "./queries/chatbots.ts";
import { type ChatbotChange, type ChatbotConfig, chatbotConfig, type StudioChatbot } from "./schema.ts";

/**
 * Updates some of a chatbot's settings. A new handle is reserved and the old one given up.
 * @throws ParleyError not_found; conflict when someone else changed it since `version`, when the handle is
 * taken, or for another language once there are documents
 */
export async function updateChatbot(
  ctx: Context,
  chatbotId: string,
  change: ChatbotChange,
): Promise<StudioChatbot> {
  const id = parseId("bot", chatbotId, "chatbot");
  const { before, after } = await transaction(ctx, async (tx) => {
    const before = await lockChatbot(tx, id);
    if (!before) throw notFound("chatbot");
    if (before.updatedAt.toISOString() !== new Date(change.version).toISOString())
      throw changedConcurrently();
    const { version: _, config: __, ...plain } = change;
    const next = { ...before, ...plain, config: merge(before.config, change.config) };
    const fields = changedFields(before, next);
    if (fields.length === 0) return { before, after: before };
    if (fields.includes("config.language")) await requireNoDocuments(tx, id);
    if (fields.includes("handle")) {
      const move = { chatbotId: id, from: before.handle, to: next.handle };
      if (!(await moveChatbotAddress(tx, move))) throw handleTaken(next.handle);
    }
    if (next.visibility === "link") next.linkToken ??= newLinkToken();
    const { name, handle, visibility, linkToken, config } = next;
    const after = await updateChatbotRow(tx, id, { name, handle, visibility, linkToken, config });
    await recordAudit(tx, { action: "chatbot.changed", target: id, details: { fields } });
    return { before, after: after ?? next };
  });
  invalidateChatbot(ctx, id);
  invalidateChatbotAccess(ctx.tenantId, id, [before.handle, after.handle]);
  return presentInStudio(ctx, after);
}

function merge(before: ChatbotConfig, change: ChatbotChange["config"]): ChatbotConfig {
  const {
    model = before.model,
    temperature = before.temperature,
    dispatch = before.dispatch,
    ...rest
  } = change;
  return chatbotConfig.parse({
    ...before,
    ...rest,
    model: model ?? undefined,
    temperature: temperature ?? undefined,
    dispatch: dispatch ?? undefined,
  });
}

/** Returns the names of the changed fields, never their values. */
function changedFields(before: WholeChatbot, next: WholeChatbot): string[] {
  const plain = (["name", "handle", "visibility"] as const).filter((field) => before[field] !== next[field]);
  const [old, changed] = [chatbotConfig.parse(before.config), next.config];
  const names = Object.keys(chatbotConfig.shape) as (keyof ChatbotConfig)[];
  const config = names.filter((name) => !isDeepStrictEqual(old[name], changed[name]));
  return [...plain, ...config.map((name) => `config.${name}`)];
}

async function requireNoDocuments(tx: Context, id: Id<"bot">): Promise<void> {
  if (((await countKnowledge(tx)).get(id)?.documents ?? 0) === 0) return;
  const message = "The language can't be changed once there are documents.";
  throw new ParleyError("conflict", message, [{ path: "config.language", message }]);
}

const changedConcurrently = () =>
  new ParleyError(
    "conflict",
    "Someone else changed this chatbot while you were editing it. Your changes weren't saved.",
  );
