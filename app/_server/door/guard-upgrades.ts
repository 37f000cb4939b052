import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { env } from "#lib/core/env.ts";
import { newRequestId } from "#lib/core/ids.ts";
import { PEER_HEADER } from "../http/client-address.ts";
import { REQUEST_ID_HEADER } from "../http/request-id.ts";
import { cleanHeaders } from "./clean-headers.ts";
import { refuseSocket, socketRefusals } from "./refuse-socket.ts";

/** Turns requests into WebSockets. */
export type UpgradeDoor = {
  accepts(request: Pick<IncomingMessage, "method" | "url">): boolean;
  /** Admits or refuses an accepted request, whose headers the door has cleaned. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

/** `others`: receives upgrades that the door does not accept, in development. */
export type Upgrades = { door?: UpgradeDoor | null; others?: Server | null };

/** Passes upgrades on; requests for any other one are answered as if they had not asked for it. */
export function guardUpgrades(server: Server, { door, others }: Upgrades): void {
  const accepts = (request: IncomingMessage) =>
    request.headers.upgrade?.toLowerCase() === "websocket" && (door?.accepts(request) ?? false);
  if (env().NODE_ENV !== "development") Object.assign(server, { shouldUpgradeCallback: accepts });
  if (!door && !others) return;
  server.on("upgrade", (request, socket: Socket, head) => {
    if (!door || !accepts(request)) {
      // Node 22 does not ask above.
      if (!others) refuseSocket(socket, socketRefusals.upgrade);
      else if (!others.emit("upgrade", request, socket, head)) socket.destroy();
      return;
    }
    cleanHeaders(request.headers);
    request.headers[PEER_HEADER] = socket.remoteAddress ?? "";
    request.headers[REQUEST_ID_HEADER] = newRequestId();
    door.open(request, socket, head);
  });
}
