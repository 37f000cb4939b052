import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "#e2e/fixtures/app-server.ts";
import { env } from "#lib/core/env.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { queueProbe } from "#lib/jobs/schema.ts";
import { createEnvCheckout, type EnvCheckout } from "#testing/env-checkout.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";

const PATIENCE_MS = 120_000;

let checkout: EnvCheckout;
let worker: ChildProcess;

beforeAll(async () => {
  const { DATABASE_URL = "", DATABASE_MIGRATION_URL = "" } = env();
  await makeTenant();
  await closeBoss();
  checkout = createEnvCheckout({ ".env": { DATABASE_URL, DATABASE_MIGRATION_URL } });
  worker = checkout.start(["server.ts"], {
    SERVICE_TYPE: "worker",
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
  });
  let output = "";
  for await (const chunk of worker.stdout ?? []) {
    output += String(chunk);
    if (output.includes("is ready")) break;
  }
  expect(output).toContain("worker is ready");
}, PATIENCE_MS);

afterAll(async () => {
  await end(worker);
  checkout.remove();
  await asOwner("delete from queue.job where name = 'jobs.probe'");
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

const run = (...args: string[]) => checkout.run(["cli/main.ts", "queue:probe", ...args]);

it(
  "reaches the worker process through the database, without a server or a key",
  async () => {
    const { code, output } = await run("--json", "--timeout", "30");
    expect({ code, output }).toMatchObject({ code: 0 });
    const { place, ...times } = JSON.parse(output);
    expect(place).toBe("the database of DATABASE_URL");
    expect(queueProbe.parse(times)).toEqual(times);
    expect(await run("--tenant", "nobody-here")).toMatchObject({
      code: 1,
      output: expect.stringContaining("nobody-here"),
    });
  },
  PATIENCE_MS,
);

it(
  "exits with 1 and leaves no job behind when the worker process is gone",
  async () => {
    await end(worker);
    const { code, output } = await run("--timeout", "1");
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("No worker") });
    expect(
      await asOwner("select state from queue.job where name = 'jobs.probe' and state <> 'completed'"),
    ).toEqual([]);
  },
  PATIENCE_MS,
);
