import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { findSlack } from "../doors/find-slack.ts";
import { sendToSlackJob } from "../jobs.ts";
import { resolveDelivery } from "../queries/deliveries.ts";
import type { MessageDecision } from "../schema.ts";

/**
 * Does what a person decided about a message that failed or may have arrived. `send`: it is sent again, even
 * if it then appears twice. `seen`: it arrived, or no longer matters. Of two decisions the first counts.
 * @throws ParleyError not_found for a message without trouble, conflict to send without a connection
 */
export async function decideMessage(ctx: Context, id: string, { action }: MessageDecision): Promise<void> {
  const delivery = parseId("sld", id, "message");
  if (action === "send" && !(await findSlack(ctx)))
    throw new ParleyError("conflict", "Slack is not connected. Connect it again first.");
  await transactionWithJobs(ctx, [sendToSlackJob], async (tx, enqueue) => {
    if (!(await resolveDelivery(tx, delivery, action))) throw notFound("message");
    if (action === "send") await enqueue(sendToSlackJob, {});
  });
}
