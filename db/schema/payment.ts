import { boolean, foreignKey, index, integer, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

/** What people paid, or were about to pay, in rooms. A payment outlives its room, for the accounts. */
export const payments = platform.table(
  "payments",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "pay").notNull(),
    roomId: id("room_id", "rom").notNull(),
    participantId: id("participant_id", "par").notNull(),
    kind: text("kind", { enum: ["pin", "back_room", "tip"] }).notNull(),
    /** The message that is pinned, and the line that shows a tip. */
    messageId: id("message_id", "rmg"),
    /** The back room. */
    childRoomId: id("child_room_id", "rom"),
    /** In the smallest unit of the currency. */
    amount: integer("amount").notNull(),
    currency: text("currency").notNull(),
    /** What went back so far. A payment that went back in part keeps its effect. */
    refundedAmount: integer("refunded_amount").notNull().default(0),
    state: text("state", { enum: ["pending", "paid", "failed", "withdrawn"] })
      .notNull()
      .default("pending"),
    sessionId: text("session_id"),
    livemode: boolean("livemode"),
    createdAt: createdAt(),
    paidAt: timestamp("paid_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("payments_room_index").on(table.tenantId, table.roomId),
  ],
);

/** Stripe's events that were handled: each has its effect once. */
export const paymentEvents = platform.table(
  "payment_events",
  {
    tenantId: tenantId(),
    eventId: text("event_id").notNull(),
    paymentId: id("payment_id", "pay").notNull(),
    type: text("type").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.eventId] }),
    foreignKey({
      name: "payment_events_payment_fk",
      columns: [table.tenantId, table.paymentId],
      foreignColumns: [payments.tenantId, payments.id],
    }).onDelete("cascade"),
  ],
);
