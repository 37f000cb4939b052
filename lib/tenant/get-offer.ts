import type { Context } from "#lib/context/context.ts";
import { listMembers } from "./list-members.ts";
import { findHandover } from "./queries/closing.ts";

/** The member that a workspace is offered to, and who offers it. */
export type OfferView = { from: string; to: string; isToYou: boolean };

/** @returns null if no offer is open, or one of the two has left */
export async function getOffer(ctx: Context): Promise<OfferView | null> {
  const { actor } = ctx;
  const offer = await findHandover(ctx);
  if (!offer) return null;
  const members = await listMembers(ctx);
  const nameOf = (userId: string) => members.find(({ id }) => id === userId)?.name;
  const [from, to] = [nameOf(offer.fromUserId), nameOf(offer.toUserId)];
  if (!from || !to) return null;
  return { from, to, isToYou: actor.kind === "user" && actor.id === offer.toUserId };
}
