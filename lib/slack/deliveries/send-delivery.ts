import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { callSlack, type SlackAnswer } from "../call-slack.ts";
import { revokeInstallation } from "../connect/revoke-installation.ts";
import { type DeliveryRow, findDelivery, updateDelivery } from "../queries/deliveries.ts";
import { updateInstallation } from "../queries/installations.ts";

const MAX_ATTEMPTS = 8;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 600_000;
/** The token no longer works, so neither do the messages behind this one. */
const REVOKED = ["token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired"];

/** Whether more can be sent: at once, after a time that Slack named, or not at all. */
export type SendState = { state: "open" } | { state: "paused"; until: Date } | { state: "revoked" };
const OPEN: SendState = { state: "open" };

/**
 * Sends a claimed message once and stores how that ended. A message that may have arrived stays `sending`
 * until `settleStuck` looks for it.
 */
export async function sendDelivery(ctx: Context, token: string, delivery: DeliveryRow): Promise<SendState> {
  const opened = await openChannel(token, delivery);
  if (typeof opened !== "string") return settle(ctx, delivery, opened, false);
  const { message, id, threadKey, editKey } = delivery;
  const about = editKey ?? threadKey;
  const other = about === null ? null : await findDelivery(ctx, about);
  if (about !== null && !other?.ts)
    return settle(ctx, delivery, { outcome: "refused", error: "no_message" }, false);
  if (editKey !== null && other?.ts) {
    const args = {
      channel: other.channel ?? opened,
      ts: other.ts,
      text: message.text,
      blocks: message.blocks,
    };
    // The same text again changes nothing, so an edit may be repeated.
    return settle(ctx, delivery, await callSlack("chat.update", { token, args }), false);
  }
  await updateDelivery(ctx, id, { channel: opened });
  const answer = await callSlack("chat.postMessage", {
    token,
    args: {
      channel: opened,
      thread_ts: other?.ts ?? undefined,
      text: message.text,
      blocks: message.blocks,
      unfurl_links: false,
      unfurl_media: false,
      // Found again in a person's direct messages if Slack's answer was lost.
      metadata: { event_type: "parley_message", event_payload: { delivery: id } },
    },
  });
  return settle(ctx, delivery, answer, true);
}

/** A person's direct messages have a channel of their own. */
async function openChannel(token: string, { target, channel }: DeliveryRow): Promise<string | SlackAnswer> {
  if (channel) return channel;
  if (!/^[UW]/.test(target)) return target;
  const answer = await callSlack("conversations.open", { token, args: { users: target } });
  if (answer.outcome !== "ok") return answer;
  const { id } = (answer.body.channel ?? {}) as { id?: unknown };
  return typeof id === "string" ? id : { outcome: "refused", error: "no_channel" };
}

async function settle(
  ctx: Context,
  delivery: DeliveryRow,
  answer: SlackAnswer,
  isPost: boolean,
): Promise<SendState> {
  const { id, attempts } = delivery;
  switch (answer.outcome) {
    case "ok":
      await finish(ctx, id, { state: "sent", ts: String(answer.body.ts), sentAt: ctx.now(), error: null });
      return OPEN;
    case "limited": {
      const until = new Date(ctx.now().getTime() + answer.retrySeconds * 1_000);
      // Slack has not taken it, so the attempt does not count.
      await updateDelivery(ctx, id, { state: "due", dueAt: until, attempts: attempts - 1 });
      await updateInstallation(ctx, { pausedUntil: until });
      return { state: "paused", until };
    }
    case "refused":
      if (REVOKED.includes(answer.error)) {
        await transaction(ctx, (tx) => revokeInstallation(tx, answer.error));
        await finish(ctx, id, { state: "failed", error: answer.error });
        return { state: "revoked" };
      }
      log().warn({ tenantId: ctx.tenantId, error: answer.error }, "Slack refused a message");
      await finish(ctx, id, { state: "failed", error: answer.error });
      return OPEN;
    case "unknown":
      return isPost ? OPEN : retryLater(ctx, delivery);
    case "unreachable":
      return retryLater(ctx, delivery);
    default:
      return answer satisfies never;
  }
}

async function retryLater(ctx: Context, { id, attempts }: DeliveryRow): Promise<SendState> {
  if (attempts >= MAX_ATTEMPTS) {
    await finish(ctx, id, { state: "failed", error: "unreachable" });
    return OPEN;
  }
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
  await updateDelivery(ctx, id, { state: "due", dueAt: new Date(ctx.now().getTime() + wait) });
  return OPEN;
}

type Ending = Parameters<typeof updateDelivery>[2] & { state: "sent" | "failed" };

async function finish(ctx: Context, id: DeliveryRow["id"], ending: Ending): Promise<void> {
  await updateDelivery(ctx, id, ending);
  metrics().slackDeliveries.inc({ state: ending.state });
}
