import type { Context } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import { insertPaymentEvent, lockPaymentRow, type PaymentRow, updatePaymentRow } from "./queries.ts";
import type { PaymentEvent } from "./read-payment-event.ts";

export type RecordedEvent = { payment: PaymentRow; becomes: "paid" | "withdrawn" };

/**
 * Stores an event and the payment's new state, in the caller's transaction, which must also contain the
 * effect. Events may arrive in any order and several times: money that went back stays withdrawn. A refund in
 * part takes nothing away, because most of it was paid for.
 * @returns null if nothing is to be done
 */
export async function recordPaymentEvent(tx: Context, event: PaymentEvent): Promise<RecordedEvent | null> {
  const { eventId, type, paymentId, change } = event;
  const payment = await lockPaymentRow(tx, paymentId);
  if (!payment || !(await insertPaymentEvent(tx, { eventId, paymentId, type }))) return null;
  const { state } = payment;
  switch (change.kind) {
    case "paid": {
      if (state === "paid" || state === "withdrawn") return null;
      if (!isWhatWasOrdered(payment, change)) {
        log().error({ tenantId: tx.tenantId, paymentId }, "a payment differs from its order");
        return null;
      }
      await updatePaymentRow(tx, paymentId, { state: "paid", paidAt: tx.now() });
      return { payment, becomes: "paid" };
    }
    case "withdrawn":
      if (state === "withdrawn") return null;
      await updatePaymentRow(tx, paymentId, { state: "withdrawn" });
      return state === "paid" ? { payment, becomes: "withdrawn" } : null;
    case "refunded_in_part": {
      const refundedAmount = Math.max(payment.refundedAmount, change.amount);
      if (state !== "withdrawn") await updatePaymentRow(tx, paymentId, { refundedAmount });
      return null;
    }
    case "failed":
      if (state === "pending") await updatePaymentRow(tx, paymentId, { state: "failed" });
      return null;
    default:
      return change satisfies never;
  }
}

type Paid = Extract<PaymentEvent["change"], { kind: "paid" }>;

function isWhatWasOrdered(payment: PaymentRow, paid: Paid): boolean {
  return (
    paid.sessionId === payment.sessionId &&
    paid.amount === payment.amount &&
    paid.currency === payment.currency &&
    paid.livemode === payment.livemode
  );
}
