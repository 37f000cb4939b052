import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { RoomPrices } from "#lib/payments/schema.ts";
import { hasPayments } from "#lib/payments/stripe.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

/**
 * What can be bought in the workspace's rooms.
 * @throws ParleyError not_found on an instance without payments
 */
export async function listPrices(ctx: Context): Promise<RoomPrices> {
  if (!hasPayments()) throw notFound("page");
  const { currency, pin, backRoom, tips } = (await getWorkspace(ctx)).settings.roomPrices;
  return { currency, pin, back_room: backRoom, tips };
}
