import type { OperatorContext } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { type Delivery, markDelivered, takeDeliveries } from "./queries.ts";
import { sendAlert } from "./send-alert.ts";

/** Sends the notices that are due. A failed delivery is retried later, with growing delays. */
export async function deliverAlerts(operator: OperatorContext): Promise<void> {
  const deliveries = await takeDeliveries(operator);
  await Promise.all(deliveries.map((delivery) => deliver(operator, delivery)));
}

async function deliver(operator: OperatorContext, delivery: Delivery): Promise<void> {
  const { rule, event, channel } = delivery;
  try {
    await sendAlert(channel, delivery);
    await markDelivered(operator, delivery);
    log().info({ rule, event, channel }, "alert sent");
  } catch (error) {
    log().warn({ rule, event, channel, ...errorFields(error) }, "alert delivery failed");
  }
}
