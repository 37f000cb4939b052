import { jwtVerify, SignJWT } from "jose";
import { type Id, isId } from "#lib/core/ids.ts";
import { secret } from "#lib/core/secrets.ts";

const AUDIENCE = "parley:room";
export const ROOM_TOKEN_SECONDS = 90 * 24 * 3_600;

export type RoomTicket = { tenantId: Id<"ten">; roomId: Id<"rom">; participantId: Id<"par"> };

const key = () => new TextEncoder().encode(secret("NEXTAUTH_SECRET"));

/**
 * Signs a token that identifies its bearer as one participant of one room and grants nothing else. Whether
 * they are still in the room is stored in the participant's row.
 */
export async function signRoomToken({ tenantId, roomId, participantId }: RoomTicket): Promise<string> {
  return new SignJWT({ tenant: tenantId, room: roomId })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(participantId)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${ROOM_TOKEN_SECONDS}s`)
    .sign(key());
}

/** Returns the participant of a token; null for anything that is not a valid token. */
export async function readRoomToken(token: string): Promise<RoomTicket | null> {
  if (token.length > 2_000) return null;
  try {
    const { payload } = await jwtVerify(token, key(), {
      algorithms: ["HS256"],
      audience: AUDIENCE,
      requiredClaims: ["exp", "iat", "sub"],
    });
    const { tenant, room, sub = "" } = payload;
    if (typeof tenant !== "string" || !isId("ten", tenant)) return null;
    if (typeof room !== "string" || !isId("rom", room) || !isId("par", sub)) return null;
    return { tenantId: tenant, roomId: room, participantId: sub };
  } catch {
    return null;
  }
}
