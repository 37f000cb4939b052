import type { Context } from "#lib/context/context.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { sendToSlackJob } from "../jobs.ts";
import { claimDelivery, findNextMoment, listStuckDeliveries } from "../queries/deliveries.ts";
import { findLiveInstallation } from "../queries/installations.ts";
import { botToken } from "../token.ts";
import { type SendState, sendDelivery } from "./send-delivery.ts";
import { settleStuck } from "./settle-stuck.ts";

/** Longer than a call to Slack may take. */
const STUCK_AFTER_MS = 60_000;
const MIN_WAIT_MS = 1_000;

export const handler: JobHandler<object> = {
  run: (ctx, _, { signal }) => sendMessages(ctx, signal),
  // What waits is found by the job of the next message.
  giveUp: async () => {},
};

/** Sends what may be sent now, in order, and plans another run for the rest. */
export async function sendMessages(ctx: Context, signal: AbortSignal): Promise<void> {
  const installation = await findLiveInstallation(ctx);
  const token = installation && botToken(installation);
  if (!installation || !token) return;
  for (const stuck of await listStuckDeliveries(ctx, new Date(ctx.now().getTime() - STUCK_AFTER_MS)))
    await settleStuck(ctx, token, stuck);
  const until = installation.pausedUntil;
  let sending: SendState = until && until > ctx.now() ? { state: "paused", until } : { state: "open" };
  while (!signal.aborted && sending.state === "open") {
    const delivery = await claimDelivery(ctx);
    if (!delivery) break;
    sending = await sendDelivery(ctx, token, delivery);
  }
  const next = sending.state === "revoked" ? null : await findNextMoment(ctx, STUCK_AFTER_MS);
  if (!next) return;
  const resumed = sending.state === "paused" ? sending.until.getTime() : 0;
  const at = Math.max(ctx.now().getTime() + MIN_WAIT_MS, resumed, next.getTime());
  await transactionWithJobs(ctx, [sendToSlackJob], (_, enqueue) =>
    enqueue(sendToSlackJob, {}, { after: new Date(at) }),
  );
}
