import { WebSocketServer } from "ws";
import type { UpgradeDoor } from "#app/_server/door/guard-upgrades.ts";
import { refusalOfUpgrade, refuseSocket } from "#app/_server/door/refuse-socket.ts";
import { clientAddressOf } from "#app/_server/http/client-address.ts";
import { clientLabel } from "#app/_server/http/client-label.ts";
import { headersOf } from "#app/_server/http/node-headers.ts";
import { REQUEST_ID_HEADER } from "#app/_server/http/request-id.ts";
import { publicError } from "#app/_server/http/respond.ts";
import { isOwnOrigin } from "#app/_server/http/same-origin.ts";
import { isDraining } from "#lib/core/draining.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { readRoomCode } from "#lib/rooms/lifecycle/room-code.ts";
import { SOCKET_PROTOCOL } from "#lib/rooms/wire.ts";
import { RoomSession } from "./room-session.ts";
import { keepAlive } from "./sessions.ts";
import { type SocketPlace, takeSocketPlace } from "./socket-places.ts";

const PATH = /^\/ws\/chat\/([A-Za-z0-9]{1,40})\/?(?:\?|$)/;
const MAX_FRAME_BYTES = 65_536;
const MAX_FRAGMENTS = 16;
/** How long a client may take to close before it is cut off. */
const CLOSE_MS = 5_000;

/** The door for `/ws/chat/{code}`. Who is admitted depends on the ticket that a client then sends. */
export function socketDoor(): UpgradeDoor {
  const options = {
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: CLOSE_MS,
    handleProtocols: (offered: Set<string>) => offered.has(SOCKET_PROTOCOL) && SOCKET_PROTOCOL,
  };
  const server = new WebSocketServer(options);
  server.on("headers", (lines, request) =>
    lines.push(`${REQUEST_ID_HEADER}: ${request.headers[REQUEST_ID_HEADER]}`),
  );
  keepAlive();
  return {
    accepts: ({ method, url = "" }) => method === "GET" && PATH.test(url),
    open(request, socket, head) {
      const requestId = String(request.headers[REQUEST_ID_HEADER]);
      const headers = headersOf(request.headers);
      const address = clientAddressOf(headers);
      const client = clientLabel(address, new Date());
      const admitted = admit(request.url ?? "", headers, address);
      if (admitted instanceof ParleyError) {
        log().info({ requestId, client, code: admitted.code }, "room socket refused");
        return refuseSocket(socket, refusalOfUpgrade(admitted), requestId);
      }
      const { place, code } = admitted;
      socket.once("close", place.leave);
      server.handleUpgrade(request, socket, head, (opened) => {
        new RoomSession(opened, { code, requestId, address, client }, place);
      });
    },
  };
}

type Admitted = { place: SocketPlace; code: string };

function admit(url: string, headers: Headers, address: string): Admitted | ParleyError {
  try {
    if (isDraining()) throw new ParleyError("unavailable", "This process is stopping. Connect again.");
    if (!isOwnOrigin(headers)) throw new ParleyError("forbidden", "This request came from another site.");
    const code = readRoomCode(PATH.exec(url)?.[1] ?? "");
    if (!code) throw notFound("room");
    return { code, place: takeSocketPlace(address) };
  } catch (error) {
    const known = publicError(error);
    if (known) return known;
    throw error;
  }
}
