import pg from "pg";
import { familyCpuMs, parentOf } from "../host.ts";

/** What the database has done so far. `appendMs` is the time that appends took, waiting included. */
export type Work = {
  commits: number;
  appends: number;
  appendMs: number;
  rows: number;
  walBytes: number;
  cpuMs: number;
};

const COUNTED = `
  select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as "walBytes",
    (select xact_commit from pg_stat_database where datname = current_database()) as commits,
    (select calls from pg_stat_user_functions where funcname = 'append_turn_log') as appends,
    (select total_time from pg_stat_user_functions where funcname = 'append_turn_log') as "appendMs",
    (select n_tup_ins from pg_stat_user_tables where schemaname = 'platform' and relname = 'turn_log') as rows`;

/** Watches a database server on this machine, as its owner. */
export async function watchDatabase(url: string): Promise<{ read(): Promise<Work>; close(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const asked = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const server = parentOf(asked.rows[0]?.pid ?? 0);
  return {
    async read() {
      const cpuMs = familyCpuMs(server);
      const { rows } = await client.query<Record<string, string | null>>(COUNTED);
      const number = (name: keyof Work) => Number(rows[0]?.[name] ?? 0);
      return {
        commits: number("commits"),
        appends: number("appends"),
        appendMs: number("appendMs"),
        rows: number("rows"),
        walBytes: number("walBytes"),
        cpuMs,
      };
    },
    close: () => client.end(),
  };
}

/** Has Postgres count the calls of functions, for connections opened from now on. */
export async function countFunctions(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`alter database "${client.database}" set track_functions = 'pl'`);
  await client.end();
}
