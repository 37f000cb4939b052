import { setTimeout as sleep } from "node:timers/promises";
import { signRoomToken } from "#lib/auth/session/room-token.ts";
import type { Context } from "#lib/context/context.ts";
import { publicUrl } from "#lib/core/env.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { findDisputed, findPayment } from "#lib/payments/payment.ts";
import type { PaymentView } from "#lib/payments/schema.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { findFounder } from "../queries/participants.ts";
import { findRoom } from "../queries/rooms.ts";

const CHECK_EVERY_MS = 500;

/** `token`: admits the payer to their back room. */
export type OwnPayment = { view: PaymentView; admits: { roomId: Id<"rom">; token: string } | null };

/**
 * Gets the caller's own payment. A pending one is waited for, because Stripe's event may be late.
 * @throws ParleyError not_found for another person's payment
 */
export async function getPayment(
  ctx: Context,
  roomId: Id<"rom">,
  name: string,
  { waitMs, stop }: { waitMs: number; stop: AbortSignal },
): Promise<OwnPayment> {
  const id = parseId("pay", name, "payment");
  const payer = await getOwnParticipant(ctx, ctx, roomId);
  const until = performance.now() + waitMs;
  for (;;) {
    const payment = await findPayment(ctx, id);
    if (payment?.participantId !== payer.id) throw notFound("payment");
    if (payment.state !== "pending" || performance.now() >= until) {
      const { kind, state, amount, currency, childRoomId } = payment;
      const backRoom = state === "paid" && childRoomId ? await openOwn(ctx, childRoomId) : null;
      const room = backRoom && { code: backRoom.code, url: `${publicUrl()}/r/${backRoom.code}` };
      const is_disputed = state === "withdrawn" && (await findDisputed(ctx, [id])).has(id);
      return { view: { id, kind, state, is_disputed, amount, currency, room }, admits: backRoom };
    }
    await sleep(CHECK_EVERY_MS, undefined, { signal: stop });
  }
}

/** The payer was the first in their back room, and may have handed it over since. */
async function openOwn(ctx: Context, roomId: Id<"rom">) {
  const [room, payer] = await Promise.all([findRoom(ctx, roomId), findFounder(ctx, roomId)]);
  if (!room || !payer) return null;
  const token = await signRoomToken({ tenantId: ctx.tenantId, roomId, participantId: payer.id });
  return { code: room.code, roomId, token };
}
