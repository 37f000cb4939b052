import postgres from "postgres";

/** A database of its own with a plain login apart from the owner, as in production. */
export async function appLogin(server: string): Promise<Record<string, string>> {
  const sql = postgres(server, { max: 1, onnotice: () => undefined });
  await sql.unsafe("create database parley_bench");
  await sql.unsafe("create role parley_bench login password 'bench'");
  await sql.end();
  const owner = new URL(server);
  owner.pathname = "/parley_bench";
  const app = new URL(owner);
  app.username = "parley_bench";
  app.password = "bench";
  return { DATABASE_MIGRATION_URL: owner.toString(), DATABASE_URL: app.toString() };
}
