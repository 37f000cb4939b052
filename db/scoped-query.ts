import pg from "pg";
import { asUnavailable } from "./database-unavailable.ts";
import { observeQuery } from "./observe-query.ts";

export type Role = "parley_app" | "parley_operator" | "parley_queue";
/** The role and tenant of a statement. `tenant`: a UUID, or "" for none. */
export type Scope = { role: Role; tenant: string };
/** `query_timeout`: milliseconds after which it fails, and its connection with it. */
export type Query = pg.QueryConfig & { query_timeout?: number; rowMode?: "array" };

const NAME = "scope";
const TEXT = "select set_config('role', $1, true), set_config('app.tenant_id', $2, true)";

/** Members of node-postgres' query that its types omit. Its cursor is built on the same members. */
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
 * Sends a statement in one message to Postgres with another that first sets the role and tenant. Postgres
 * runs a message as one transaction, which it begins and commits itself.
 */
class ScopedQuery extends PgQuery {
  readonly #scope: Scope;
  #isScoped = false;

  constructor(scope: Scope, { query_timeout, ...config }: Query, callback: Callback) {
    // Without values node-postgres would use the simple protocol, which does not allow this message.
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
 * Runs one statement as its own transaction in one round trip, as a role, for a tenant or for none.
 * @throws ParleyError unavailable if the database is unavailable
 */
export async function runScoped(
  connection: pg.PoolClient,
  scope: Scope,
  query: Query,
): Promise<pg.QueryResult> {
  if (!known.has(connection)) {
    known.add(connection);
    // The statement has its name from here on. If this fails, everything after it fails too.
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
    // Shows the caller's stack, not the socket's.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw asUnavailable(error);
  }
}
