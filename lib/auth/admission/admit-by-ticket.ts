import { sealOperator } from "#lib/context/seal.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { claimOnce } from "#lib/limits/claim-once.ts";
import { readSocketTicket } from "../session/socket-ticket.ts";
import { findRoomByCode, type RoomAdmission } from "./admit-to-room.ts";
import { participantContext } from "./make-contexts.ts";

/** Longer than a ticket is valid, also if the clocks of two processes differ. */
const REMEMBERED_MS = 180_000;

/**
 * Admits the participant of a ticket to a room's socket. Whether they are still in the room is checked when
 * the room is followed and at each command.
 * @param code normalized
 * @throws ParleyError unauthorized for a ticket that has expired, was used before, or is for another room
 */
export async function admitByTicket(code: string, ticket: string, requestId: string): Promise<RoomAdmission> {
  const operator = sealOperator();
  const whom = await readSocketTicket(ticket, operator.now());
  const found = whom && (await findRoomByCode(code));
  if (!found || found.tenantId !== whom.tenantId || found.roomId !== whom.roomId) throw refused();
  if (!(await claimOnce(operator, `socket-ticket:${whom.id}`, REMEMBERED_MS))) throw refused();
  return { ctx: participantContext(whom, requestId), roomId: whom.roomId };
}

function refused(): ParleyError {
  return new ParleyError(
    "unauthorized",
    "This ticket is invalid, expired, or was already used. Get a new one.",
  );
}
