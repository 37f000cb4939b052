import { isStillAdmitted } from "#lib/auth/admission/is-still-admitted.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";

/** The reader of a long response. */
export type Reader = { ctx: Context; chatbotId: Id<"bot"> | null };

/**
 * How often access is checked. With the three seconds of the admission cache, revocation takes under five.
 */
export const ADMISSION_MS = 1_500;

/** An unavailable database does not end streams: the reader had access moments ago. */
export async function hasStreamAccess({ ctx, chatbotId }: Reader): Promise<boolean> {
  try {
    return chatbotId === null || (await isStillAdmitted(ctx, chatbotId));
  } catch (error) {
    log().warn({ requestId: ctx.requestId, ...errorFields(error) }, "stream access check failed");
    return true;
  }
}
