import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { OpenPort } from "#app/_server/http/open-port.ts";
import { openStreams } from "#app/_server/streams/open-streams.ts";
import { stopHeartbeat } from "#db/heartbeat.ts";
import { closeStorage, type Storage } from "#db/storage.ts";
import { storeTallies } from "#lib/billing/tally-embeddings.ts";
import { liveTurns } from "#lib/conversation/stream/live-turn.ts";
import { closeRemoteTurns } from "#lib/conversation/stream/remote-turn.ts";
import { captureConsole, plainLine } from "#lib/core/capture-console.ts";
import { startDraining } from "#lib/core/draining.ts";
import { announceUrl, env } from "#lib/core/env.ts";
import { closeKv, kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { closeTracing } from "#lib/core/open-tracing.ts";
import { reportCrashes } from "#lib/core/report-crashes.ts";
import { declareOwnServer } from "#lib/core/server-mode.ts";
import { closeRooms } from "#lib/rooms/live/open-hub.ts";
import { flushPresence } from "#lib/rooms/live/presence.ts";
import { closeSessions } from "#realtime/sessions.ts";
import { recoverOwnTurns, startHousekeeping, stopHousekeeping } from "#worker/housekeeping-loop.ts";
import { openWorker } from "#worker/main.ts";
import { openStatus } from "#worker/open-status.ts";

/** Together with what follows, the process ends within 25 seconds. */
const DRAIN_MS = 17_000;
/** How long turns that are stopped at the end of the drain may take to store their text. */
const LAST_WORDS_MS = 3_000;
/** Ends the process even if something still hangs. */
const GONE_MS = 24_500;
/** Errors whose message is enough. A wrong environment also keeps the log from opening. */
const SAID_IN_FULL = new Set(["ParleyError", "EnvironmentError"]);
const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(opening: Promise<Storage>): Promise<void> {
  const { NODE_ENV, PORT, HOST, DATA_DIR, SEED_DEMO, SERVICE_TYPE } = env();
  const isDevelopment = NODE_ENV !== "production";
  const servesPages = SERVICE_TYPE === "monolith" || SERVICE_TYPE === "main";
  const worksOnQueue = SERVICE_TYPE === "monolith" || SERVICE_TYPE === "worker";
  const opensSockets = SERVICE_TYPE === "monolith" || SERVICE_TYPE === "websocket";
  declareOwnServer();
  captureConsole();
  if (!servesPages) reportCrashes();
  const hostname = HOST ?? (isDevelopment ? "localhost" : "0.0.0.0");
  const door = opensSockets ? (await import("#realtime/socket-door.ts")).socketDoor() : null;
  const place = { hostname, port: PORT, isDevelopment, door };
  // In parallel with the database, which takes as long.
  const preparing = servesPages
    ? import("#app/_server/start-web-server.ts").then(({ startWebServer }) => startWebServer(place))
    : null;
  preparing?.catch(() => undefined);
  const { embedded } = await opening;
  // Connects now, so that the first request does not have to.
  void kv().check();
  const worker = worksOnQueue ? await openWorker() : null;
  if (embedded) await recoverOwnTurns();
  startHousekeeping(openStreams);
  const server = preparing ? await (await preparing).listen() : await openStatus(place, door);
  const url = `http://${hostname === "0.0.0.0" ? "127.0.0.1" : hostname}:${server.port}`;
  announceUrl(url);
  const announcement = join(DATA_DIR, "server.json");
  if (servesPages) {
    mkdirSync(DATA_DIR, { recursive: true, mode: 0o700 });
    writeFileSync(announcement, JSON.stringify({ url, pid: process.pid }), { mode: 0o600 });
  }
  const drain = async () => {
    if (servesPages) rmSync(announcement, { force: true });
    await endProcess(server, worker);
  };
  process.once("SIGTERM", drain);
  process.once("SIGINT", drain);
  if (!servesPages) {
    say(`Parley's ${SERVICE_TYPE} is ready. Health: ${url}/api/health`);
    // Node writes its compile cache only on exit, and the process may be killed.
    flushCompileCache();
    letGoOfStart();
    return;
  }
  const { announceStartup } = await import("#app/_server/announce-startup.ts");
  await announceStartup(url, SEED_DEMO ?? isDevelopment);
  flushCompileCache();
}

/**
 * Frees what only the start needed. V8 does so by itself, but only after two idle minutes: until then a
 * worker holds 224 MB without this and 135 MB with it (medians of five starts).
 */
function letGoOfStart(): void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as (options: object) => void;
  // `last-resort` also shrinks the young generation. Without it 223 MB stay.
  gc({ type: "major", execution: "sync", flavor: "last-resort" });
}

/**
 * Drains the process: takes no new work, lets turns and requests finish, and stops the rest where another
 * process can continue. Readers of turns that run elsewhere are disconnected at once, to reconnect elsewhere.
 */
async function endProcess(
  server: OpenPort,
  worker: Awaited<ReturnType<typeof openWorker>> | null,
): Promise<void> {
  startDraining();
  setTimeout(() => process.exit(0), GONE_MS).unref();
  worker?.stop();
  const closed = server.close();
  // Idle keep-alive connections would hold the server open.
  setInterval(() => server.closeIdleConnections(), 100).unref();
  closeRemoteTurns();
  closeSessions();
  closeRooms();
  await stopHousekeeping();
  await Promise.race([closed.then(() => noneLive(DRAIN_MS)), sleep(DRAIN_MS)]);
  for (const turn of liveTurns().values()) turn.stopFor("drain");
  await noneLive(LAST_WORDS_MS);
  await flushPresence();
  await Promise.all([stopHeartbeat(), storeTallies()]);
  await Promise.all([worker?.close(), closeKv(), closeTracing()]);
  await closeStorage();
  process.exit(0);
}

/** Settles when no turn runs here, or after the time limit. */
async function noneLive(withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  while (liveTurns().size > 0 && performance.now() < until) await sleep(50);
}

/** Starts the role that SERVICE_TYPE names, until a signal ends it. Ends the process if it cannot start. */
export async function openRole(opening: Promise<Storage>): Promise<void> {
  await main(opening).catch((error: unknown) => {
    const isSaidInFull = error instanceof Error && SAID_IN_FULL.has(error.name);
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${isSaidInFull ? message : plainLine(message)}\n`);
    if (!isSaidInFull) log().fatal(errorFields(error), "start failed");
    process.exit(1);
  });
}
