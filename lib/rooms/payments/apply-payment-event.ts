import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, newId } from "#lib/core/ids.ts";
import { findPayment, linkPayment } from "#lib/payments/payment.ts";
import type { PaymentEvent } from "#lib/payments/read-payment-event.ts";
import { type RecordedEvent, recordPaymentEvent } from "#lib/payments/record-payment-event.ts";
import { storeRoom } from "../lifecycle/open-room.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { insertRoomMessage, updateRoomMessage } from "../queries/messages.ts";
import { findParticipant } from "../queries/participants.ts";

/**
 * Stores a payment's event with its effect in the room, once, in one transaction. An unknown payment is
 * ignored. Of a deleted room, only the payment's state is kept.
 */
export async function applyPaymentEvent(event: PaymentEvent, requestId: string): Promise<void> {
  const ctx = admitJob(event.tenantId, requestId);
  const payment = await findPayment(ctx, event.paymentId);
  if (!payment) return;
  try {
    const backRoomId = await applyIn(ctx, payment.childRoomId ?? payment.roomId, event);
    if (backRoomId) await applyIn(ctx, backRoomId, event);
  } catch (error) {
    if (!(error instanceof ParleyError) || error.code !== "not_found") throw error;
    await transaction(ctx, (tx) => recordPaymentEvent(tx, event));
  }
}

/**
 * A back room that was paid for is archived when the money goes back.
 * @returns the back room if another event opened it while this one waited for the lock; nothing is done then
 */
async function applyIn(ctx: Context, roomId: Id<"rom">, event: PaymentEvent): Promise<Id<"rom"> | null> {
  const { value } = await writeToRoom(ctx, roomId, async (locked) => {
    const current = await findPayment(locked.tx, event.paymentId);
    if (current?.childRoomId && current.childRoomId !== roomId) return current.childRoomId;
    const recorded = await recordPaymentEvent(locked.tx, event);
    if (recorded?.becomes === "paid") await give(locked, recorded);
    if (recorded?.becomes === "withdrawn") await takeBack(locked, recorded);
    return null;
  });
  return value;
}

async function give(locked: LockedRoom, { payment }: RecordedEvent): Promise<void> {
  const { tx, room, at, emit } = locked;
  const { id, kind, messageId, participantId, amount, currency } = payment;
  switch (kind) {
    case "pin":
      room.pinnedId = messageId;
      room.pinnedBy = id;
      emit({ kind: "room" });
      return;
    case "tip": {
      const tipId = newId("rmg");
      const offset = emit({ kind: "message", messageId: tipId });
      const line = { id: tipId, participantId, offset, content: "", createdAt: at };
      await insertRoomMessage(tx, room.id, { ...line, tip: { amount, currency } });
      await linkPayment(tx, id, { messageId: tipId });
      return;
    }
    case "back_room":
      await linkPayment(tx, id, { childRoomId: await openBackRoom(tx, locked, participantId) });
      return;
    default:
      kind satisfies never;
  }
}

/** A room of people only, whose host is the payer; nobody else learns its code from us. */
async function openBackRoom(
  tx: Context,
  { room }: LockedRoom,
  participantId: RecordedEvent["payment"]["participantId"],
) {
  const payer = await findParticipant(tx, room.id, participantId);
  const { room: child } = await storeRoom(tx, {
    title: room.title,
    chatbot: null,
    settings: { botManner: "off", access: room.settings.access, slowSeconds: 0, codeHidden: false },
    passwordHash: null,
    expiresAt: room.expiresAt,
    host: { name: payer?.name ?? "Host", userIdHash: payer?.userIdHash ?? null },
  });
  return child.id;
}

async function takeBack({ tx, room, at, emit }: LockedRoom, { payment }: RecordedEvent): Promise<void> {
  const { id, kind, messageId } = payment;
  switch (kind) {
    case "pin":
      if (room.pinnedBy !== id) return;
      room.pinnedId = null;
      room.pinnedBy = null;
      emit({ kind: "room" });
      return;
    case "tip":
      if (!messageId) return;
      await updateRoomMessage(tx, { roomId: room.id, id: messageId }, { deletedAt: at });
      emit({ kind: "delete", messageId });
      return;
    case "back_room":
      room.state = "archived";
      emit({ kind: "room" });
      return;
    default:
      kind satisfies never;
  }
}
