import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { WireSignal } from "../wire.ts";
import { processId } from "./process-id.ts";
import { channelOfRoom, type RoomPublication } from "./room-channel.ts";
import { hubs } from "./room-hub.ts";

/** Sends what has no position in the log to the room's readers in all processes. It may be lost. */
export function publishFrame(ctx: Context, roomId: Id<"rom">, frame: WireSignal): void {
  hubs().get(`${ctx.tenantId}/${roomId}`)?.send(frame);
  const publication: RoomPublication = { frame, from: processId() };
  void kv()
    .publish(channelOfRoom(roomId), JSON.stringify(publication))
    .catch((error: unknown) =>
      log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "publishing failed"),
    );
}
