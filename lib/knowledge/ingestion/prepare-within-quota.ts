import type { Context } from "#lib/context/context.ts";
import { refundDailyQuota, takeDailyQuota } from "#lib/quotas/take-daily-quota.ts";
import { PARSE_LIMITS } from "../parsing/files/limits.ts";
import type { DocumentInput, FileInput } from "../schema.ts";
import { type Meter, prepareDocument } from "./prepare-document.ts";

const LONGEST_SECONDS = PARSE_LIMITS.timeMs / 1_000;

/**
 * Prepares a document within the workspace's parser time. The longest time is taken first and the rest
 * refunded, so that concurrent documents cannot exceed the limit together. A document that fails counts too.
 * @throws ParleyError limited, or as `prepareDocument`
 */
export async function prepareWithinQuota(ctx: Context, input: DocumentInput | FileInput) {
  const take = await takeDailyQuota(ctx, "parserSeconds", LONGEST_SECONDS);
  const meter: Meter = { ms: 0 };
  try {
    return await prepareDocument(input, PARSE_LIMITS, meter);
  } finally {
    await refundDailyQuota(ctx, take, Math.max(0, LONGEST_SECONDS - meter.ms / 1_000));
  }
}
