import pg from "pg";
import { asUnavailable } from "./database-unavailable.ts";
import { observeQuery } from "./observe-query.ts";

export type Role = "parley_app" | "parley_operator" | "parley_queue";
/** For whom a statement runs. `tenant`: a UUID, or "" for none. */
export type Scope = { role: Role; tenant: string };
/** `query_timeout`: milliseconds after which it fails, and its connection with it. */
export type Query = pg.QueryConfig & { query_timeout?: number; rowMode?: "array" };

const NAME = "scope";
const TEXT = "select set_config('role', $1, true), set_config('app.tenant_id', $2, true)";

/** What node-postgres' own query has and its types do not tell; its cursor is made of the same. */
type Wire = {
  bind(config: { portal: string; statement: string; values: string[] }): void;
  execute(config: { portal: string }): void;
};
type Inner = {
  query_timeout?: number;
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
};
type Callback = (error: Error | undefined, result: pg.QueryResult) => void;
const PgQuery = pg.Query as unknown as new (config: pg.QueryConfig, callback: Callback) => Inner;

/**
 * A statement that is preceded, in the same message to Postgres, by the one that says for whom it runs. Up to the message's end
 * both are one transaction, which Postgres begins and commits by itself.
 */
class ScopedQuery extends PgQuery {
  readonly #scope: Scope;
  #isScoped = false;

  constructor(scope: Scope, { query_timeout, ...config }: Query, callback: Callback) {
    // Without values it would else go by the simple protocol, where a message holds one statement.
    super({ ...config, queryMode: "extended" } as pg.QueryConfig, callback);
    this.query_timeout = query_timeout;
    this.#scope = scope;
  }

  override prepare(connection: Wire): void {
    const { role, tenant } = this.#scope;
    connection.bind({ portal: "", statement: NAME, values: [role, tenant] });
    connection.execute({ portal: "" });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#isScoped) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#isScoped) super.handleCommandComplete(message, connection);
    this.#isScoped = true;
  }
}

const known = new WeakSet<pg.PoolClient>();

/**
 * One statement as a transaction of its own, in one round trip: as a role, for a tenant or for none.
 * @throws ParleyError unavailable when the database is away
 */
export async function runScoped(
  connection: pg.PoolClient,
  scope: Scope,
  query: Query,
): Promise<pg.QueryResult> {
  if (!known.has(connection)) {
    known.add(connection);
    // Known by its name from here on. Where this fails so does what comes after it.
    connection.query({ name: NAME, text: TEXT, values: [scope.role, ""] }).catch(() => undefined);
  }
  try {
    return await observeQuery(
      () =>
        new Promise<pg.QueryResult>((resolve, reject) => {
          connection.query(
            new ScopedQuery(scope, query, (error, result) =>
              error ? reject(error) : resolve(result),
            ) as never,
          );
        }),
    );
  } catch (error) {
    // Of who asked, not of the socket that was read.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw asUnavailable(error);
  }
}
