import { recordAudit } from "#lib/audit/record-audit.ts";
import { invalidateChatbotAccess } from "#lib/auth/admission/admission-cache.ts";
import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { takeQuota } from "#lib/quotas/take-quota.ts";
import { lockWorkspace } from "#lib/tenant/lock-workspace.ts";
import type { Chatbot } from "./chatbot.ts";
import { countChatbots, insertChatbot } from "./queries/chatbots.ts";
import { chatbotConfig, chatbotName, handle, type Visibility } from "./schema.ts";
import { suggestHandles } from "./suggest-handles.ts";

/** Per workspace, because handles are shared by all workspaces. */
const MAX_CHATBOTS = 200;

/**
 * Creates a chatbot and reserves its handle, by default one derived from its name. By default only members of
 * the workspace can use it.
 * @throws ParleyError conflict when the handle is taken in this instance, or the workspace has too many
 * chatbots, quota_exceeded
 */
export async function createChatbot(
  ctx: Context,
  input: { handle?: string | undefined; name: string; config: unknown; visibility?: Visibility | undefined },
): Promise<Chatbot> {
  const id = newId("bot");
  const name = chatbotName.parse(input.name);
  const config = chatbotConfig.parse(input.config);
  const wanted = input.handle ? [handle.parse(input.handle)] : suggestHandles(name, id.slice(-8));
  const created = await transaction(ctx, async (tx) => {
    await lockWorkspace(tx);
    await takeQuota(tx, { chatbots: 1 });
    if ((await countChatbots(tx)) >= MAX_CHATBOTS)
      throw new ParleyError(
        "conflict",
        `You've reached the limit of ${MAX_CHATBOTS} chatbots per workspace.`,
      );
    const chatbot = { id, name, config, handle: await reserveFirst(tx, wanted, id) };
    await insertChatbot(tx, { ...chatbot, visibility: input.visibility ?? "members" });
    await recordAudit(tx, { action: "chatbot.made", target: id, details: { name, handle: chatbot.handle } });
    return chatbot;
  });
  // The cache may still hold that this handle does not exist.
  invalidateChatbotAccess(ctx.tenantId, id, [created.handle]);
  return created;
}

async function reserveFirst(tx: Context, wanted: string[], id: Id<"bot">): Promise<string> {
  for (const value of wanted) {
    if (await reserveHandle(tx, { kind: "chatbot", value, targetId: id })) return value;
  }
  throw handleTaken(wanted[0] ?? "");
}

export function handleTaken(value: string): ParleyError {
  const message = `The URL “${value}” is already taken.`;
  return new ParleyError("conflict", message, [{ path: "handle", message }]);
}
