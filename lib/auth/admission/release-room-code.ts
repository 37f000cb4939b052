import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { releaseAddress } from "../queries/addresses.ts";
import { reserveFormerAddress } from "../queries/former-addresses.ts";
import { invalidateRoom } from "./admission-cache.ts";

/** Gives up the code of a deleted room. No other workspace can take it for 30 days. */
export async function releaseRoomCode(
  tx: Context,
  { roomId, code }: { roomId: Id<"rom">; code: string },
): Promise<void> {
  await releaseAddress(tx, "room", code);
  await reserveFormerAddress(tx, "room", code, roomId);
  invalidateRoom(code);
}
