import { isStillAdmitted } from "#lib/auth/admission/is-still-admitted.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";

/** The reader of a long response. */
export type ContextReader = { ctx: Context; chatbotId: Id<"bot"> | null };
/** `isAdmitted` is for readers of no workspace, such as the operator. */
export type Reader = ContextReader | { isAdmitted: () => Promise<boolean> };

/** Streams of events end earlier than any host cuts them; their readers reconnect. */
export const LONGEST_STREAM_MS = 280_000;

/**
 * How often access is checked. With the three seconds of the admission cache, revocation takes under five.
 */
export const ADMISSION_MS = 1_500;

/** An unavailable database does not end streams: the reader had access moments ago. */
export async function hasStreamAccess(reader: Reader): Promise<boolean> {
  try {
    if ("isAdmitted" in reader) return await reader.isAdmitted();
    const { ctx, chatbotId } = reader;
    return chatbotId === null || (await isStillAdmitted(ctx, chatbotId));
  } catch (error) {
    const requestId = "ctx" in reader ? reader.ctx.requestId : undefined;
    log().warn({ requestId, ...errorFields(error) }, "stream access check failed");
    return true;
  }
}
