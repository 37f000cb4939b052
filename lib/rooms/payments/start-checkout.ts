import type { Context } from "#lib/context/context.ts";
import { publicUrl } from "#lib/core/env.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { createCheckout } from "#lib/payments/create-checkout.ts";
import type { CheckoutRequest, PaymentKind, RoomPrices } from "#lib/payments/schema.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { findRoomMessage } from "../queries/messages.ts";
import { listPrices } from "./list-prices.ts";

const NAMES: Record<PaymentKind, string> = {
  pin: "Pinned message",
  back_room: "Back room",
  tip: "Tip",
};

/**
 * Opens a checkout for something in a room. Prices are the workspace's; only a tip names its amount.
 * @returns the URL of the checkout
 * @throws ParleyError not_found for a message that cannot be pinned, invalid for what is not offered,
 * unauthorized for anyone who is not in the room, unavailable if Stripe does not answer
 */
export async function startCheckout(
  ctx: Context,
  roomId: Id<"rom">,
  request: CheckoutRequest,
): Promise<{ url: string }> {
  const room = await getRoomRow(ctx, roomId);
  const payer = await getOwnParticipant(ctx, ctx, roomId);
  if (room.state === "archived")
    throw new ParleyError("forbidden", "This room is archived.", { reason: "archived" });
  const prices = await listPrices(ctx);
  const amount = amountOf(request, prices);
  const messageId = request.kind === "pin" ? await pinnable(ctx, roomId, request.message_id) : null;
  const url = await createCheckout(ctx, {
    roomId,
    participantId: payer.id,
    kind: request.kind,
    messageId,
    amount,
    currency: prices.currency,
    name: NAMES[request.kind],
    returnUrl: `${publicUrl()}/r/${room.code}`,
  });
  return { url };
}

function amountOf({ kind, amount }: CheckoutRequest, prices: RoomPrices): number {
  const price = { pin: prices.pin, back_room: prices.back_room, tip: prices.tips ? (amount ?? null) : null };
  if (price[kind] !== null) return price[kind];
  const message = kind === "tip" && prices.tips ? "Enter an amount." : "This room doesn't offer this.";
  throw new ParleyError("invalid", message, [{ path: kind === "tip" ? "amount" : "kind", message }]);
}

async function pinnable(ctx: Context, roomId: Id<"rom">, name = ""): Promise<Id<"rmg">> {
  const message = await findRoomMessage(ctx, roomId, parseId("rmg", name, "message"));
  if (!message || message.deletedAt || message.content === "") throw notFound("message");
  return message.id;
}
