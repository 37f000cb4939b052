import { and, eq, inArray } from "drizzle-orm";
import { paymentEvents, payments } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

export type PaymentRow = typeof payments.$inferSelect;
export type NewPayment = Pick<
  PaymentRow,
  "id" | "roomId" | "participantId" | "kind" | "messageId" | "amount" | "currency"
>;

const one = (ctx: Context, id: Id<"pay">) => and(eq(payments.tenantId, ctx.tenantId), eq(payments.id, id));

export async function insertPayment(ctx: Context, payment: NewPayment): Promise<void> {
  await ctx.db.insert(payments).values({ tenantId: ctx.tenantId, ...payment });
}

export async function updatePaymentRow(
  ctx: Context,
  id: Id<"pay">,
  change: Partial<Omit<PaymentRow, "tenantId" | "id">>,
): Promise<void> {
  await ctx.db.update(payments).set(change).where(one(ctx, id));
}

export async function findPaymentRow(ctx: Context, id: Id<"pay">): Promise<PaymentRow | null> {
  const [row] = await ctx.db.select().from(payments).where(one(ctx, id));
  return row ?? null;
}

export async function lockPaymentRow(tx: Context, id: Id<"pay">): Promise<PaymentRow | null> {
  const [row] = await tx.db.select().from(payments).where(one(tx, id)).for("update");
  return row ?? null;
}

/** @returns false if the event was stored before */
export async function insertPaymentEvent(
  tx: Context,
  event: { eventId: string; paymentId: Id<"pay">; type: string },
): Promise<boolean> {
  const rows = await tx.db
    .insert(paymentEvents)
    .values({ tenantId: tx.tenantId, ...event })
    .onConflictDoNothing()
    .returning({ eventId: paymentEvents.eventId });
  return rows.length > 0;
}

/** @returns those of the payments that had an event of this type */
export async function findWithEvent(
  ctx: Context,
  ids: readonly Id<"pay">[],
  type: string,
): Promise<Set<Id<"pay">>> {
  if (ids.length === 0) return new Set();
  const { tenantId, paymentId } = paymentEvents;
  const rows = await ctx.db
    .select({ paymentId })
    .from(paymentEvents)
    .where(and(eq(tenantId, ctx.tenantId), inArray(paymentId, [...ids]), eq(paymentEvents.type, type)));
  return new Set(rows.map((row) => row.paymentId));
}
