import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { callSlack } from "../call-slack.ts";
import { type DeliveryRow, updateDelivery } from "../queries/deliveries.ts";

const RECENT = 50;

const history = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z
        .looseObject({ event_payload: z.looseObject({ delivery: z.string().optional() }) })
        .nullish(),
    }),
  ),
});

/**
 * Settles a message that may have arrived: its process died, or Slack did not answer, a minute ago. In a
 * person's direct messages the app looks once whether it is there, and sends it again only if it is not. In a
 * channel it does not read, so a person must look.
 */
export async function settleStuck(ctx: Context, token: string, delivery: DeliveryRow): Promise<void> {
  const { id, channel, claimedAt } = delivery;
  // Nothing was posted before the channel was known.
  if (channel === null) return updateDelivery(ctx, id, { state: "due", dueAt: ctx.now() });
  const ts = channel.startsWith("D") ? await findInHistory(token, channel, id) : undefined;
  if (ts === undefined) {
    log().warn({ tenantId: ctx.tenantId }, "a message to Slack may or may not have arrived");
    metrics().slackDeliveries.inc({ state: "unknown" });
    return updateDelivery(ctx, id, { state: "unknown", error: "no_answer" });
  }
  if (ts === null) return updateDelivery(ctx, id, { state: "due", dueAt: ctx.now() });
  metrics().slackDeliveries.inc({ state: "sent" });
  await updateDelivery(ctx, id, { state: "sent", ts, sentAt: claimedAt ?? ctx.now(), error: null });
}

/** @returns null if the message is not among the newest; undefined if Slack did not say */
async function findInHistory(token: string, channel: string, id: string): Promise<string | null | undefined> {
  const answer = await callSlack("conversations.history", {
    token,
    args: { channel, limit: String(RECENT), include_all_metadata: true },
  });
  const read = answer.outcome === "ok" ? history.safeParse(answer.body).data : undefined;
  if (!read) return undefined;
  const found = read.messages.find((message) => message.metadata?.event_payload.delivery === id);
  return found?.ts ?? null;
}
