import { unlinkSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

const { directory, socketPath } = workerData as { directory: string; socketPath: string };

const database = await PGlite.create({ dataDir: directory, extensions: { vector } });
try {
  unlinkSync(socketPath);
} catch {
  // An earlier run left no socket.
}
const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 1 });
await server.start();
parentPort?.postMessage("ready");
parentPort?.once("message", async () => {
  await server.stop();
  await database.close();
  parentPort?.postMessage("closed");
});
