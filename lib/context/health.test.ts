import { beforeEach, expect, test, vi } from "vitest";
import { readHealth as read } from "./health.ts";

const pingDatabase = vi.hoisted(() => vi.fn());
const pingObjects = vi.hoisted(() => vi.fn());
const redis = vi.hoisted(() => ({ driver: "memory", check: vi.fn() }));
const queue = vi.hoisted(() => vi.fn());
const workers = vi.hoisted(() => vi.fn());
const projections = vi.hoisted(() => vi.fn());
vi.mock("#db/storage.ts", () => ({ pingStorage: pingDatabase }));
vi.mock("#lib/core/storage/object-store.ts", () => ({ objectStore: () => ({ ping: pingObjects }) }));
vi.mock("#lib/core/kv/open-kv.ts", () => ({ kv: () => redis }));

const readHealth = () => read({ queue, workers, projections });

beforeEach(() => {
  queue.mockReset().mockResolvedValue([{ name: "a.b", depth: 0, oldestSeconds: 0 }]);
  workers.mockReset().mockResolvedValue(1);
  projections.mockReset().mockResolvedValue({ lag: 0, parked: 0 });
  Reflect.deleteProperty(globalThis, Symbol.for("parley.health.redis"));
  redis.driver = "memory";
  redis.check.mockReset().mockResolvedValue(true);
  Reflect.deleteProperty(globalThis, Symbol.for("parley.health.storage"));
  pingDatabase.mockReset().mockResolvedValue(true);
  pingObjects.mockReset().mockResolvedValue(undefined);
});

test("everything answers", async () => {
  expect(await readHealth()).toMatchObject({
    status: "ok",
    checks: {
      database: { status: "ok" },
      redis: { status: "ok", detail: "in memory, one process only" },
      queue: { status: "ok", detail: "Postgres" },
      worker: { status: "ok", detail: "running" },
      storage: { status: "ok", detail: "local" },
      model: { status: "ok" },
      projections: { status: "ok", detail: "up to date" },
    },
  });
});

test("without files it is degraded, and does not say why to everyone", async () => {
  pingObjects.mockRejectedValue(new Error("/secret/path"));
  const health = await readHealth();
  expect(health).toMatchObject({ status: "degraded", checks: { storage: { status: "down" } } });
  expect(JSON.stringify(health)).not.toContain("secret");
});

test("a storage that is silent holds nobody up", async () => {
  pingObjects.mockReturnValue(new Promise(() => {}));
  expect(await readHealth()).toMatchObject({ status: "degraded" });
});

test("without a database it is down, whatever else answers", async () => {
  pingDatabase.mockRejectedValue(new Error());
  expect((await readHealth()).status).toBe("down");
  Reflect.deleteProperty(globalThis, Symbol.for("parley.health.storage"));
  pingObjects.mockRejectedValue(new Error());
  expect((await readHealth()).status).toBe("down");
});

test("the storage is asked once, however many ask", async () => {
  await Promise.all(Array.from({ length: 50 }, () => readHealth()));
  await readHealth();
  expect(pingObjects).toHaveBeenCalledTimes(1);
});

test("a Redis that answers is named; one that does not makes it degraded, not down", async () => {
  redis.driver = "upstash";
  expect(await readHealth()).toMatchObject({
    status: "ok",
    checks: { redis: { status: "ok", detail: "upstash" } },
  });
  Reflect.deleteProperty(globalThis, Symbol.for("parley.health.redis"));
  redis.check.mockResolvedValue(false);
  expect(await readHealth()).toMatchObject({ status: "degraded", checks: { redis: { status: "degraded" } } });
});

test("jobs that wait for long make it degraded, in whichever queue; many that wait a moment do not", async () => {
  const busy = { name: "a.b", depth: 5_000, oldestSeconds: 599 };
  queue.mockResolvedValue([busy, { name: "c.d", depth: 0, oldestSeconds: 0 }]);
  expect(await readHealth()).toMatchObject({ status: "ok", checks: { queue: { status: "ok" } } });
  queue.mockResolvedValue([busy, { name: "c.d", depth: 1, oldestSeconds: 601 }]);
  expect(await readHealth()).toMatchObject({
    status: "degraded",
    checks: { queue: { status: "degraded", detail: expect.stringContaining("10 minutes") } },
  });
});

test("a queue that does not answer makes it degraded while the database does, and says no more", async () => {
  queue.mockRejectedValue(new Error("relation queue.job of secret"));
  const health = await readHealth();
  expect(health).toMatchObject({ status: "degraded", checks: { queue: { status: "down" } } });
  expect(JSON.stringify(health)).not.toContain("secret");
});

test("no worker is no fault; that nobody can say is", async () => {
  workers.mockResolvedValue(0);
  expect(await readHealth()).toMatchObject({
    status: "ok",
    checks: { worker: { status: "ok", detail: expect.stringContaining("scheduler") } },
  });
  workers.mockRejectedValue(new Error("relation processes of secret"));
  const health = await readHealth();
  expect(health).toMatchObject({ status: "degraded", checks: { worker: { status: "down" } } });
  expect(JSON.stringify(health)).not.toContain("secret");
});

test("projections that are far behind, have an unreadable event, or do not answer make it degraded", async () => {
  for (const sample of [
    { lag: 2_000, parked: 0 },
    { lag: 0, parked: 1 },
  ]) {
    projections.mockResolvedValue(sample);
    expect(await readHealth()).toMatchObject({
      status: "degraded",
      checks: { projections: { status: "degraded" } },
    });
  }
  projections.mockRejectedValue(new Error());
  expect(await readHealth()).toMatchObject({
    status: "degraded",
    checks: { projections: { status: "down" } },
  });
});
