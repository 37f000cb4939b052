import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { run } from "./debian.ts";
import { findOrBuildPostgres } from "./services.ts";

/**
 * Restores a database into another server as an operator would: `pg_dumpall --roles-only`, `pg_dump`, psql.
 * @param from a superuser's login to the database, whose name stays
 * @param to a superuser's login to the other server. @returns the database's URL there
 */
export async function restoreDatabase(from: string, to: string): Promise<string> {
  const { root, bin } = await findOrBuildPostgres(new AbortController().signal);
  const program = (name: string) => [...(root === "" ? [] : ["chroot", root]), `${bin}/${name}`];
  const folder = await mkdtemp(join(root === "" ? tmpdir() : join(root, "tmp"), "parley-dump-"));
  const file = (name: string) => ({
    outside: join(folder, name),
    inside: join(folder, name).slice(root.length),
  });
  const [roles, dump] = [file("roles.sql"), file("dump.sql")];
  const name = new URL(from).pathname.slice(1);
  const target = new URL(to);
  try {
    const all = await run([...program("pg_dumpall"), "--roles-only", `--dbname=${from}`]);
    // The other server's superuser exists there, with its own password.
    await writeFile(roles.outside, all.replace(/^(?:CREATE|ALTER) ROLE postgres\b.*$/gm, ""));
    await run([...program("pg_dump"), `--dbname=${from}`, `--file=${dump.inside}`]);
    const server = new pg.Client({ connectionString: to });
    await server.connect();
    await server.query(`create database ${name}`).finally(() => server.end());
    target.pathname = `/${name}`;
    for (const { inside } of [roles, dump])
      await run([
        ...program("psql"),
        `--dbname=${target}`,
        ...["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", `--file=${inside}`],
      ]);
    return target.toString();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
