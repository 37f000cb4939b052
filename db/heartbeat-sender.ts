import pg from "pg";
import { asColumns, type HeldTurn } from "./held-turns.ts";

/** `processId` is a UUID. */
export type SenderSettings = { connectionString: string; processId: string; everyMs: number };

/** Sends the heartbeats of a process and of its turns on a connection of its own. */
export class HeartbeatSender {
  readonly #settings: SenderSettings;
  #turns: readonly HeldTurn[] = [];
  #connection: pg.Client | null = null;

  constructor(settings: SenderSettings) {
    this.#settings = settings;
  }

  /** From now on these turns are renewed, and no others. */
  renew(turns: readonly HeldTurn[]): void {
    this.#turns = turns;
  }

  /** Never throws: if the database is unavailable, the next call connects again. */
  async send(): Promise<void> {
    try {
      this.#connection ??= await this.#connect();
      await this.#sendOn(this.#connection);
    } catch {
      await this.close();
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    await connection?.end().catch(() => undefined);
  }

  async #sendOn(connection: pg.Client): Promise<void> {
    const { processId } = this.#settings;
    await connection.query("update platform.processes set seen_at = now() where id = $1", [processId]);
    const { tenants, ids, epochs, offsets } = asColumns(this.#turns);
    if (ids.length === 0) return;
    await connection.query("select from platform.append_turn_log($1::uuid[], $2::uuid[], $3, $4, $5)", [
      tenants,
      ids,
      epochs,
      offsets,
      ids.map(() => null),
    ]);
  }

  async #connect(): Promise<pg.Client> {
    const { connectionString, everyMs } = this.#settings;
    const client = new pg.Client({
      connectionString,
      application_name: "parley heartbeat",
      connectionTimeoutMillis: everyMs,
      query_timeout: 2 * everyMs,
      keepAlive: true,
    });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("set role parley_operator");
    return client;
  }
}
