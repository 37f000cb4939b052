import { sql } from "drizzle-orm";
import pg from "pg";
import { fromDrizzle } from "pg-boss";
import type { Db } from "./client.ts";
import { onConnection, onLeaseConnection, send } from "./connections.ts";
import { statementName } from "./prepared.ts";
import { runScoped } from "./scoped-query.ts";

export type QueueStatements = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

/**
 * Runs a statement as the queue's role, which can access only the queue's tables. Text without values may
 * contain several statements and its own transaction. Parses dates and JSON, as pg-boss expects.
 */
export function runAsQueue(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  return runQueueText((work) => onConnection("", work), text, values);
}

/** `runAsQueue` on the connections of heartbeats and leases. */
export function runLeaseAsQueue(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  return runQueueText(onLeaseConnection, text, values);
}

type OnConnection = <T>(work: (connection: pg.PoolClient) => Promise<T>) => Promise<T>;

function runQueueText(
  on: OnConnection,
  text: string,
  values?: unknown[],
): Promise<Record<string, unknown>[]> {
  const types = pg.types as unknown as pg.CustomTypesConfig;
  const role = "parley_queue";
  const own = /^\s*begin;/i.exec(text)?.[0] ?? "";
  return on(async (connection) => {
    if (values?.length) {
      const query = { name: statementName(text), text, values, types };
      return (await runScoped(connection, { role, tenant: "" }, query)).rows;
    }
    try {
      const inRole = `${own} set local role ${role}; ${text.slice(own.length)}`;
      return rowsOf(await send(connection, { text: inRole, types }));
    } catch (error) {
      if (own) await send(connection, { text: "rollback" }).catch(() => undefined);
      throw error;
    }
  });
}

/** Text with several statements has several results. */
function rowsOf(result: pg.QueryResult | pg.QueryResult[]): Record<string, unknown>[] {
  return [result].flat().flatMap(({ rows }) => rows);
}

/**
 * Runs the queue's statements inside a tenant's transaction. Each one runs as the queue's role and then
 * restores the tenant's role.
 */
export function queueIn(transactionDb: Db): QueueStatements {
  const { executeSql } = fromDrizzle(transactionDb, sql);
  return {
    async executeSql(text, values) {
      await transactionDb.execute(sql`select set_config('role', 'parley_queue', true)`);
      const result = await executeSql(text, values);
      await transactionDb.execute(sql`select set_config('role', 'parley_app', true)`);
      return result;
    },
  };
}
