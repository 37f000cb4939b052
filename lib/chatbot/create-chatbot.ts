import { recordAudit } from "#lib/audit/record-audit.ts";
import { invalidateChatbotAccess } from "#lib/auth/admission/admission-cache.ts";
import { reserveHandle } from "#lib/auth/admission/reserve-handle.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import type { Chatbot } from "./chatbot.ts";
import { countChatbots, insertChatbot } from "./queries.ts";
import { chatbotConfig, chatbotName, handle, type Visibility } from "./schema.ts";
import { suggestHandles } from "./suggest-handles.ts";

/** Of a workspace: handles are shared by all. */
const MOST = 200;

/**
 * Makes a chatbot and takes its public handle, one made of its name where none is asked for. It is open to members of the
 * workspace until somebody opens it further.
 * @throws ParleyError conflict when the handle is taken in this instance, or the workspace has as many as it may have
 */
export async function createChatbot(
  ctx: Context,
  input: { handle?: string | undefined; name: string; config: unknown; visibility?: Visibility | undefined },
): Promise<Chatbot> {
  const id = newId("bot");
  const name = chatbotName.parse(input.name);
  const config = chatbotConfig.parse(input.config);
  const wanted = input.handle ? [handle.parse(input.handle)] : suggestHandles(name, id.slice(-8));
  const made = await transaction(ctx, async (tx) => {
    if ((await countChatbots(tx)) >= MOST)
      throw new ParleyError("conflict", `You've reached the limit of ${MOST} chatbots per workspace.`);
    const chatbot = { id, name, config, handle: await claimFirst(tx, wanted, id) };
    await insertChatbot(tx, { ...chatbot, visibility: input.visibility ?? "members" });
    await recordAudit(tx, { action: "chatbot.made", target: id, details: { name, handle: chatbot.handle } });
    return chatbot;
  });
  // Whoever asked for the handle before it was there is not told for seconds that it is not.
  invalidateChatbotAccess(ctx.tenantId, id, [made.handle]);
  return made;
}

async function claimFirst(tx: Context, wanted: string[], id: Id<"bot">): Promise<string> {
  for (const value of wanted) {
    if (await reserveHandle(tx, { kind: "chatbot", value, targetId: id })) return value;
  }
  throw handleTaken(wanted[0] ?? "");
}

export function handleTaken(value: string): ParleyError {
  const message = `The URL “${value}” is already taken.`;
  return new ParleyError("conflict", message, [{ path: "handle", message }]);
}
