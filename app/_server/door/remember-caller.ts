import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { noteRefusal } from "#lib/limits/note-refusal.ts";
import { recentRefusal, rememberRefusal } from "#lib/limits/recent-refusals.ts";
import { rememberTenant } from "#lib/limits/starts/known-tenants.ts";
import { credentialName } from "./caller-name.ts";

type Target = { ctx: Context; chatbotId: Id<"bot"> };

/** Remembers for the door which tenant a key or chatbot belongs to. */
export function rememberCaller(request: Request, { tenantId }: Context, handle: string): void {
  const authorization = request.headers.get("authorization");
  rememberTenant(authorization ? credentialName(authorization) : `chatbot/${handle}`, tenantId);
}

/**
 * Runs work that may refuse a turn. Refusals of a whole workspace, chatbot or key are remembered for some
 * seconds and repeated without asking the database; those of a key are repeated at the door.
 * @throws ParleyError the remembered refusal
 */
export async function rememberRefusals<T>(
  request: Request,
  { ctx, chatbotId }: Target,
  work: () => Promise<T>,
): Promise<T> {
  const names = { tenant: `tenant/${ctx.tenantId}`, chatbot: `chatbot/${ctx.tenantId}/${chatbotId}` };
  const key = request.headers.get("authorization");
  const again = recentRefusal([names.tenant, names.chatbot]);
  try {
    if (again) throw again.error;
    return await work();
  } catch (error) {
    const refused = error instanceof ParleyError ? refusalOf(error) : null;
    if (!refused) throw error;
    noteRefusal(refused.reason);
    const forMs = again?.leftMs ?? refused.forMs;
    // Repeating a refusal does not extend it.
    if (!again && (refused.by === "tenant" || refused.by === "chatbot"))
      rememberRefusal(names[refused.by], error as ParleyError, forMs);
    if (key && (refused.by === "tenant" || refused.by === "key"))
      rememberRefusal(credentialName(key), error as ParleyError, forMs);
    throw error;
  }
}

/** Who is refused, and for how long; null for errors that do not apply to later requests. */
function refusalOf({ code, details }: ParleyError) {
  const { scope, limit, resetAt, retryAfter } = (details ?? {}) as Record<string, unknown>;
  if (code === "limited")
    return { reason: code, by: String(limit).split("-").at(-1), forMs: Number(retryAfter) * 1_000 } as const;
  if (code !== "budget_exceeded") return null;
  return { reason: "budget", by: String(scope), forMs: Date.parse(String(resetAt)) - Date.now() } as const;
}
