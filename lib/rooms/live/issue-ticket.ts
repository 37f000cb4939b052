import { signSocketTicket } from "#lib/auth/session/socket-ticket.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findOwnParticipant, inRoom } from "../participants/own-participant.ts";

/** `expires_at`: ISO 8601. */
export type WireTicket = { ticket: string; expires_at: string };

/**
 * Issues a ticket with which the caller can open one socket to the room, or to its lobby, within a minute.
 * @throws ParleyError unauthorized or forbidden for anyone who is in neither
 */
export async function issueTicket(ctx: Context, roomId: Id<"rom">): Promise<WireTicket> {
  const known = await findOwnParticipant(ctx, ctx, roomId);
  const { id: participantId } = known?.departure === "waiting" ? known : inRoom(known);
  const { tenantId } = ctx;
  const { ticket, expiresAt } = await signSocketTicket({ tenantId, roomId, participantId }, ctx.now());
  return { ticket, expires_at: expiresAt.toISOString() };
}
