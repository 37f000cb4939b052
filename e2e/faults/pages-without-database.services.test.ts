import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appLogin } from "#bench/app-login.ts";
import { type AppServer, startApp } from "#e2e/fixtures/app-server.ts";
import { call } from "#e2e/fixtures/http.ts";
import { owner } from "#e2e/fixtures/person.ts";
import { rawLines } from "#e2e/fuzz/judge-answer.ts";
import { type FaultyProxy, startFaultyProxy } from "#testing/postgres/faulty-proxy.ts";
import { type OwnServices, startOwnServices } from "#testing/postgres/services.ts";

describe.each(["server", "next-start"] as const)("pages under %s without a database", (mode) => {
  let services: OwnServices;
  let toPostgres: FaultyProxy;
  let app: AppServer;

  beforeAll(async () => {
    services = await startOwnServices();
    const login = await appLogin(services.databaseUrl);
    const { hostname, port } = new URL(services.databaseUrl);
    toPostgres = await startFaultyProxy({ host: hostname, port: Number(port) });
    const throughProxy = new URL(login.DATABASE_URL ?? "");
    throughProxy.port = String(toPostgres.port);
    // Only our own server seeds the demo, which the app then finds.
    const seeder = await startApp({ mode: "server", env: login });
    await seeder.stop("keep");
    const env = { ...login, DATABASE_URL: throughProxy.toString() };
    app = await startApp({ mode, from: seeder.dataDir, env });
    rmSync(seeder.dataDir, { recursive: true, force: true });
  }, 180_000);
  afterAll(async () => {
    await app?.stop();
    await toPostgres?.close();
    await services?.stop();
  });

  it("answer 503 with a page of their own, say so in the log without a statement, and return", async () => {
    const headers = { cookie: (await owner(app)).cookie };
    const paths = ["/c/support", "/c/support?conversation=x", "/admin/demo", "/account", "/ops"];
    for (const path of paths) expect((await call(app.url + path, { headers })).status, path).toBe(200);
    const printed = app.log().length;
    await toPostgres.be("refuse");
    for (const path of paths) {
      const { status, headers: sent, text } = await call(app.url + path, { headers });
      expect(status, path).toBe(503);
      expect(sent["content-type"], path).toMatch(/^text\/html/);
      expect(Number(sent["retry-after"]), path).toBeGreaterThan(0);
      expect(text, path).toContain("Parley is unavailable right now");
      expect(text, path).toContain(String(sent["x-request-id"]));
      const nonce = /'nonce-([^']+)'/.exec(String(sent["content-security-policy"]))?.[1];
      expect(text, path).toContain(`<style nonce="${nonce}">`);
    }
    expect((await call(`${app.url}/c/support`, { headers: { rsc: "1", ...headers } })).status).not.toBe(500);
    await toPostgres.be("pass");
    await expect.poll(async () => (await call(`${app.url}/c/support`)).status).toBe(200);
    const lines = app.log().slice(printed);
    expect(lines).toContain('"page failed"');
    expect(rawLines(lines)).toEqual([]);
  });
});
