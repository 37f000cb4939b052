import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findPaymentRow, type PaymentRow, updatePaymentRow } from "./queries.ts";

/** @returns null for an unknown id */
export function findPayment(ctx: Context, id: Id<"pay">): Promise<PaymentRow | null> {
  return findPaymentRow(ctx, id);
}

/** Remembers what a payment brought about, in the caller's transaction. */
export function linkPayment(
  tx: Context,
  id: Id<"pay">,
  effect: Partial<Pick<PaymentRow, "messageId" | "childRoomId">>,
): Promise<void> {
  return updatePaymentRow(tx, id, effect);
}
