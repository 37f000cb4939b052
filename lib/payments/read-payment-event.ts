import type Stripe from "stripe";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { stripe } from "./stripe.ts";

/** The event of a payment that the payer's bank takes back. */
export const DISPUTE = "charge.dispute.created";

type PaymentChange =
  | { kind: "paid"; sessionId: string; amount: number | null; currency: string | null; livemode: boolean }
  | { kind: "failed" }
  /** `amount`: what went back so far. */
  | { kind: "refunded_in_part"; amount: number }
  | { kind: "withdrawn" };

/** An event about a payment of this instance. */
export type PaymentEvent = {
  eventId: string;
  type: string;
  tenantId: Id<"ten">;
  paymentId: Id<"pay">;
  change: PaymentChange;
};

/**
 * Verifies and reads an event from its raw bytes.
 * @returns null for events that are not about a payment of this instance or do not change it
 * @throws ParleyError invalid for a wrong signature, unavailable if Stripe must be asked and does not answer
 */
export async function readPaymentEvent(
  body: Uint8Array,
  signature: string | null,
): Promise<PaymentEvent | null> {
  const client = await stripe();
  const event = await client.webhooks
    .constructEventAsync(Buffer.from(body), signature ?? "", env().STRIPE_WEBHOOK_SECRET ?? "")
    .catch(() => {
      throw new ParleyError("invalid", "The signature is not valid.");
    });
  // Events of connected accounts are about their money, not this instance's.
  if (event.account) return null;
  const change = changeOf(event);
  if (!change) return null;
  const metadata = await metadataOf(client, event.data.object as Charged);
  const { parley_tenant: tenantId = "", parley_payment: paymentId = "" } = metadata;
  if (!isId("ten", tenantId) || !isId("pay", paymentId)) return null;
  return { eventId: event.id, type: event.type, tenantId, paymentId, change };
}

function changeOf(event: Stripe.Event): PaymentChange | null {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded": {
      const { id, payment_status, amount_total, currency } = event.data.object;
      if (payment_status !== "paid") return null;
      const { livemode } = event;
      return { kind: "paid", sessionId: id, amount: amount_total, currency, livemode };
    }
    case "checkout.session.async_payment_failed":
    case "checkout.session.expired":
      return { kind: "failed" };
    case "charge.refunded": {
      // Stripe sends the same event for each part. `refunded` is true once all of it went back.
      const { refunded, amount, amount_refunded: back } = event.data.object;
      return refunded === false && back < amount
        ? { kind: "refunded_in_part", amount: back }
        : { kind: "withdrawn" };
    }
    case DISPUTE:
      return { kind: "withdrawn" };
    default:
      return null;
  }
}

type Charged = {
  metadata?: Record<string, string> | null;
  payment_intent?: string | { id: string } | null;
};

/** A dispute names only the payment intent, which has our metadata. */
async function metadataOf(client: Stripe, object: Charged): Promise<Record<string, string>> {
  if (object.metadata?.parley_payment) return object.metadata;
  const intent = object.payment_intent;
  if (!intent) return {};
  const id = typeof intent === "string" ? intent : intent.id;
  const found = await client.paymentIntents.retrieve(id).catch(() => {
    throw new ParleyError("unavailable", "Stripe is not responding.");
  });
  return found.metadata;
}
