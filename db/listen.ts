import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { env } from "#lib/core/env.ts";
import { connectionTo } from "./connection-to.ts";
import { ACQUIRE_TIMEOUT_MS, storage } from "./storage.ts";

const LISTEN_RETRY_MS = 500;

/**
 * Listens to a channel on a separate connection, and reconnects when it is lost. Returns null on the embedded
 * database, which has no notifications.
 */
export async function listenAsQueue(
  channel: string,
  onNotification: (payload: string) => void,
  onListening: () => void,
): Promise<{ close(): Promise<void> } | null> {
  const { embedded } = await storage();
  if (embedded) return null;
  let current: pg.Client | null = null;
  let isClosed = false;
  const listen = async () => {
    const client = new pg.Client({
      ...connectionTo(env().DATABASE_URL ?? ""),
      application_name: "parley",
      connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on("error", () => undefined);
    client.on("notification", ({ payload }) => onNotification(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    client.once("end", again);
    current = client;
    if (isClosed) await client.end();
    onListening();
  };
  const again = async () => {
    while (!isClosed) {
      await sleep(LISTEN_RETRY_MS, undefined, { ref: false });
      if (isClosed) return;
      try {
        return await listen();
      } catch {
        // The database is unavailable: try again.
      }
    }
  };
  await listen();
  return {
    async close() {
      isClosed = true;
      await current?.end();
    },
  };
}
