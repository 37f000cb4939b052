import type { RoomBearer } from "#lib/auth/admission/admit-to-room.ts";
import { roomCookie } from "../cookies/room-cookies.ts";
import { accountCookie } from "../cookies/session-cookies.ts";

/** The credentials of a caller who opens a room. */
export function roomBearerOf(headers: Headers): RoomBearer {
  return {
    authorization: headers.get("authorization"),
    session: accountCookie(headers, "session"),
    tokenOf: (roomId) => roomCookie(headers, roomId),
  };
}
