import { randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { isId } from "#lib/core/ids.ts";
import { secret } from "#lib/core/secrets.ts";
import type { RoomTicket } from "./room-token.ts";

const AUDIENCE = "parley:room-socket";
const TICKET_SECONDS = 60;

const key = () => new TextEncoder().encode(secret("NEXTAUTH_SECRET"));

/** Signs a ticket with which a participant opens one socket to their room within a minute. */
export async function signSocketTicket(
  { tenantId, roomId, participantId }: RoomTicket,
  now: Date,
): Promise<{ ticket: string; expiresAt: Date }> {
  const expiresAt = new Date(now.getTime() + TICKET_SECONDS * 1_000);
  const ticket = await new SignJWT({ tenant: tenantId, room: roomId })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(participantId)
    .setAudience(AUDIENCE)
    .setJti(randomUUID())
    .setExpirationTime(expiresAt)
    .sign(key());
  return { ticket, expiresAt };
}

/** Returns whom a ticket is for, and its id; null for anything that is not a valid ticket. */
export async function readSocketTicket(
  ticket: string,
  now: Date,
): Promise<(RoomTicket & { id: string }) | null> {
  if (ticket.length > 2_000) return null;
  try {
    const { payload } = await jwtVerify(ticket, key(), {
      algorithms: ["HS256"],
      audience: AUDIENCE,
      requiredClaims: ["exp", "jti", "sub"],
      currentDate: now,
    });
    const { tenant, room, sub = "", jti = "" } = payload;
    if (typeof tenant !== "string" || !isId("ten", tenant)) return null;
    if (typeof room !== "string" || !isId("rom", room) || !isId("par", sub)) return null;
    return { tenantId: tenant, roomId: room, participantId: sub, id: jti };
  } catch {
    return null;
  }
}
