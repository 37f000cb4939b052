import { isStillAdmitted } from "#lib/auth/admission/admission.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";

/** Who reads what is sent for longer than a moment. */
export type Reader = { ctx: Context; chatbotId: Id<"bot"> };

/** How often it is asked again. What that asks is remembered for three seconds; together that is under five. */
export const ADMISSION_MS = 1_500;

/** A database that cannot be asked ends no stream: whoever reads was let in moments ago. */
export async function hasStreamAccess({ ctx, chatbotId }: Reader): Promise<boolean> {
  try {
    return await isStillAdmitted(ctx, chatbotId);
  } catch (error) {
    log().warn({ requestId: ctx.requestId, ...errorFields(error) }, "admission not asked again");
    return true;
  }
}
