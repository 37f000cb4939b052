import type { Context } from "#lib/context/context.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { findDisputed } from "#lib/payments/payment.ts";
import type { PaymentKind, PaymentState } from "#lib/payments/schema.ts";
import { listPaymentRows } from "../queries/payment-list.ts";

const PAGE = 50;

/** Amounts are in the smallest unit of the currency. */
export type ListedPayment = {
  id: Id<"pay">;
  kind: PaymentKind;
  state: PaymentState;
  /** Whether the payer's bank took it back, in contrast to a refund. */
  isDisputed: boolean;
  amount: number;
  /** What went back; all of it if the payment was withdrawn. */
  refunded: number;
  currency: string;
  /** Null after the room was deleted. */
  payer: string | null;
  room: { code: string; title: string } | null;
  /** Whether it was made with Stripe's test keys. */
  isTest: boolean;
  createdAt: Date;
};

/** Lists the workspace's payments, newest first. `before`: where the next page continues. */
export async function listPayments(
  ctx: Context,
  { before }: { before: string | null },
): Promise<{ payments: ListedPayment[]; before: Id<"pay"> | null }> {
  const from = before !== null && isId("pay", before) ? before : null;
  const rows = await listPaymentRows(ctx, from, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  const returned = shown.flatMap(({ payment: { id, state } }) => (state === "withdrawn" ? [id] : []));
  const disputed = await findDisputed(ctx, returned);
  return {
    payments: shown.map(({ payment, code, title, payer }) => {
      const { id, kind, state, amount, currency, refundedAmount, livemode, createdAt } = payment;
      const refunded = state === "withdrawn" ? amount : refundedAmount;
      const room = code && title ? { code, title } : null;
      return {
        id,
        kind,
        state,
        isDisputed: disputed.has(id),
        amount,
        refunded,
        currency,
        payer,
        room,
        isTest: livemode === false,
        createdAt,
      };
    }),
    before: rows.length > PAGE ? (shown.at(-1)?.payment.id ?? null) : null,
  };
}
