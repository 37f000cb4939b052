import pg from "pg";

/** Creates a database with a plain login separate from the owner, as in production. */
export async function appLogin(server: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query("create database parley_bench");
  await client.query("create role parley_bench login password 'bench'");
  await client.end();
  const owner = new URL(server);
  owner.pathname = "/parley_bench";
  const app = new URL(owner);
  app.username = "parley_bench";
  app.password = "bench";
  return { DATABASE_MIGRATION_URL: owner.toString(), DATABASE_URL: app.toString() };
}
