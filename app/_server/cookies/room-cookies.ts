import { parseCookie } from "cookie";
import { ROOM_TOKEN_SECONDS } from "#lib/auth/session/room-token.ts";
import type { Id } from "#lib/core/ids.ts";
import { isHttps } from "../http/is-https.ts";
import { readHostCookie, writeHostCookie } from "./host-cookie.ts";

const PREFIX = "parley_room_";
/** Keeps request headers small. */
const MAX_ROOMS = 10;

const nameFor = (roomId: Id<"rom">) => `${PREFIX}${roomId.slice(4)}`;

export function roomCookie(headers: Headers, roomId: Id<"rom">): string | null {
  return readHostCookie(headers, nameFor(roomId));
}

/** `set-cookie` headers that store a room's token and drop those of the rooms joined longest ago. */
export function setRoomCookie(headers: Headers, roomId: Id<"rom">, token: string): string[] {
  const secure = isHttps(headers);
  const own = nameFor(roomId);
  // Browsers send cookies of one path in order of creation.
  const others = Object.keys(parseCookie(headers.get("cookie") ?? ""))
    .map((name) => name.replace("__Host-", ""))
    .filter((name) => name.startsWith(PREFIX) && name !== own);
  const dropped = others.slice(0, Math.max(0, others.length - MAX_ROOMS + 1));
  return [
    writeHostCookie(own, token, { secure, maxAge: ROOM_TOKEN_SECONDS }),
    ...dropped.map((name) => writeHostCookie(name, null, { secure, maxAge: 0 })),
  ];
}
