import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { isApiKey } from "../api-key/api-key.ts";
import { readRoomToken } from "../session/room-token.ts";
import { membershipOf, roomAddressOf } from "./admission-cache.ts";
import { admitKey } from "./admit-key.ts";
import { findPerson } from "./admit-person.ts";
import { isEndUser } from "./is-end-user.ts";
import {
  memberContext,
  participantContext,
  personContext,
  publicContext,
  roomContext,
} from "./make-contexts.ts";
import { meetsSecondFactorPolicy } from "./second-factor-policy.ts";

export type RoomAdmission = { ctx: Context; roomId: Id<"rom"> };

/** The credentials a caller sends to a room. */
export type RoomBearer = {
  authorization: string | null;
  /** Value of the session cookie. */
  session: string | null;
  /** The token in this room's cookie. */
  tokenOf(roomId: Id<"rom">): string | null;
};

/** Resolves a normalized code. @returns null if no room has it */
export async function findRoomByCode(
  code: string,
): Promise<{ tenantId: Id<"ten">; roomId: Id<"rom"> } | null> {
  const address = await roomAddressOf(code);
  if (!address || !isId("rom", address.targetId)) return null;
  return { tenantId: address.tenantId, roomId: address.targetId };
}

/**
 * Admits a caller to a room: as the participant of their token, else as a member or end user of its
 * workspace, else as a guest. Whether a participant is still in the room is checked under the room's lock.
 * @param code normalized
 * @throws ParleyError not_found for an unknown code, and for the API key of another workspace
 */
export async function admitToRoom(
  code: string,
  { authorization, session, tokenOf }: RoomBearer,
  requestId: string,
): Promise<RoomAdmission> {
  const found = await findRoomByCode(code);
  if (!found) throw notFound("room");
  const { tenantId, roomId } = found;
  const bearer = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  if (authorization && bearer && isApiKey(bearer)) {
    const ctx = await admitKey(authorization, "chat", requestId);
    if (ctx.tenantId !== tenantId) throw notFound("room");
    return { ctx, roomId };
  }
  const token = bearer ?? tokenOf(roomId);
  const ticket = token ? await readRoomToken(token) : null;
  if (ticket?.tenantId === tenantId && ticket.roomId === roomId)
    return { ctx: participantContext(ticket, requestId), roomId };
  const person = await findPerson(session);
  const member = person && (await membershipOf(tenantId, person.userId));
  if (member && meetsSecondFactorPolicy(member, person))
    return { ctx: memberContext(tenantId, person, member.role, requestId), roomId };
  if (person && (await isEndUser(tenantId, person.userId)))
    return { ctx: personContext(tenantId, person, [], requestId), roomId };
  return { ctx: publicContext(tenantId, requestId), roomId };
}

/** Admits the room itself, for the job that runs its chatbot. */
export function admitRoom({ tenantId, requestId }: Context, roomId: Id<"rom">): Context {
  return roomContext(tenantId, roomId, requestId);
}
