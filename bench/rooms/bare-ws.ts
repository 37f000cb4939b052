import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";

/** The floor: `ws` alone, which passes each text on to everyone connected at the same path. */
const rooms = new Map<string, Set<WebSocket>>();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });
const server = createServer((_, response) => response.end("ok"));
server.on("upgrade", (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (opened) => {
    const path = request.url ?? "";
    const room = rooms.get(path) ?? new Set();
    rooms.set(path, room.add(opened));
    opened.on("close", () => room.delete(opened));
    opened.on("message", (data: Buffer) => {
      for (const one of room) one.send(data, { binary: false });
    });
    opened.send(JSON.stringify({ type: "welcome" }));
  }),
);
server.listen(Number(process.env.PORT), process.env.HOST);
process.once("SIGTERM", () => process.exit(0));
