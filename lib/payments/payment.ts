import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findPaymentRow, findWithEvent, type PaymentRow, updatePaymentRow } from "./queries.ts";
import { DISPUTE } from "./read-payment-event.ts";

/** @returns null for an unknown id */
export function findPayment(ctx: Context, id: Id<"pay">): Promise<PaymentRow | null> {
  return findPaymentRow(ctx, id);
}

/** @returns those of the payments that the payer's bank took back, in contrast to a refund */
export function findDisputed(ctx: Context, ids: readonly Id<"pay">[]): Promise<Set<Id<"pay">>> {
  return findWithEvent(ctx, ids, DISPUTE);
}

/** Remembers what a payment brought about, in the caller's transaction. */
export function linkPayment(
  tx: Context,
  id: Id<"pay">,
  effect: Partial<Pick<PaymentRow, "messageId" | "childRoomId">>,
): Promise<void> {
  return updatePaymentRow(tx, id, effect);
}
