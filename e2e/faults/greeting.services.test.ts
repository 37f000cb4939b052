import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, it } from "vitest";
import { appLogin } from "#bench/app-login.ts";
import { startApp } from "#e2e/fixtures/app-server.ts";
import { startFaultyProxy } from "#testing/postgres/faulty-proxy.ts";
import { startOwnServices } from "#testing/postgres/services.ts";

/** Long enough to be noticed, short enough for `startApp` to wait for what comes after. */
const AWAY_MS = 3_000;

it("a database that goes away while the demo is seeded is waited for", { timeout: 300_000 }, async () => {
  const services = await startOwnServices();
  const login = await appLogin(services.databaseUrl);
  const { hostname, port } = new URL(services.databaseUrl);
  const toPostgres = await startFaultyProxy({ host: hostname, port: Number(port) });
  const throughProxy = new URL(login.DATABASE_URL ?? "");
  throughProxy.port = String(toPostgres.port);
  const owner = new pg.Client({ connectionString: login.DATABASE_MIGRATION_URL });
  await owner.connect();
  let starting: ReturnType<typeof startApp> | undefined;
  try {
    const env = { ...login, DATABASE_URL: throughProxy.toString() };
    starting = startApp({ mode: "server", env });
    starting.catch(() => undefined);
    const isSeeding = async () => {
      const tables = await owner.query("select to_regclass('platform.tenants') is not null as made");
      if (!tables.rows[0]?.made) return false;
      return (await owner.query("select 1 from platform.tenants where slug = 'demo'")).rowCount === 1;
    };
    const until = performance.now() + 120_000;
    while (!(await isSeeding()) && performance.now() < until) await sleep(2);
    await toPostgres.be("refuse");
    await sleep(AWAY_MS);
    await toPostgres.be("pass");
    const app = await starting;
    await expect.poll(() => app.log(), { timeout: 120_000 }).toContain("Parley is ready at");
    expect(app.log()).toContain("demo seeding failed");
    expect(app.isGone()).toBe(false);
  } finally {
    await starting?.then((app) => app.stop()).catch(() => undefined);
    await owner.end();
    await toPostgres.close();
    await services.stop();
  }
});
