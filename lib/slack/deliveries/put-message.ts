import { isDeepStrictEqual } from "node:util";
import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { Enqueue } from "#lib/jobs/transaction-with-jobs.ts";
import { findNewestText } from "../queries/deliveries.ts";
import type { SlackMessage } from "../schema.ts";
import { enqueueDelivery } from "./enqueue-delivery.ts";

type Put = { key: string; target: string; message: SlackMessage; threadKey?: string };

/** Posts a message, or changes the one that was posted under this key if its text is another by now. */
export async function putMessage(tx: Context, enqueue: Enqueue, put: Put): Promise<void> {
  const { key, target, message, threadKey } = put;
  const newest = await findNewestText(tx, key);
  if (newest === null) {
    await enqueueDelivery(tx, enqueue, { key, target, message, ...(threadKey && { threadKey }) });
    return;
  }
  if (isDeepStrictEqual(newest, message)) return;
  await enqueueDelivery(tx, enqueue, { key: `${key}#${newId("sld")}`, target, message, editKey: key });
}
