import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { Enqueue } from "#lib/jobs/transaction-with-jobs.ts";
import { sendToSlackJob } from "../jobs.ts";
import { insertDelivery } from "../queries/deliveries.ts";
import type { SlackMessage } from "../schema.ts";

type Delivery = {
  /** Names the occasion. A second message for it is dropped. */
  key: string;
  /** A channel's or a person's id. */
  target: string;
  message: SlackMessage;
  /** The key of the message in whose thread this one belongs. */
  threadKey?: string;
  /** The key of the message whose text this one takes. */
  editKey?: string;
};

/** Stores a message to Slack in the caller's transaction, which must have named `sendToSlackJob`. */
export async function enqueueDelivery(tx: Context, enqueue: Enqueue, delivery: Delivery): Promise<void> {
  if (await insertDelivery(tx, { id: newId("sld"), ...delivery })) await enqueue(sendToSlackJob, {});
}
