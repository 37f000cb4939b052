import type { Id } from "#lib/core/ids.ts";

/** The room of a participant's token. */
export function roomIdOf(token: string): Id<"rom"> {
  const [, payload = ""] = token.split(".");
  return (JSON.parse(Buffer.from(payload, "base64url").toString()) as { room: Id<"rom"> }).room;
}
