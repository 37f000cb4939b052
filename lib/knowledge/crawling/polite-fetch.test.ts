import { expect, test } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import type { fetchPublic } from "#lib/core/outbound.ts";
import { politeFetch } from "./polite-fetch.ts";

type Step = { status: number; retryAfter?: string } | ParleyError;
const url = "https://a.example/p";

/** A clock moved only by sleeping and by responses; every response takes 10 ms. */
function lab(steps: Step[], given: { delayMs?: number; deadline?: number } = {}) {
  let time = 1_000_000;
  const askedAt: string[] = [];
  const slept: number[] = [];
  const abort = new AbortController();
  const fetchPage: typeof fetchPublic = async (address) => {
    askedAt.push(`${new URL(address).host}@${time - 1_000_000}`);
    time += 10;
    const step = steps.shift() ?? { status: 200 };
    if (step instanceof ParleyError) throw step;
    const headers = new Headers(step.retryAfter ? { "retry-after": step.retryAfter } : {});
    return { status: step.status, url: address, headers, body: Buffer.alloc(0), redirects: [] };
  };
  const polite = politeFetch({
    fetchPage,
    delayMs: given.delayMs ?? 0,
    deadline: 1_000_000 + (given.deadline ?? 1_000_000),
    signal: abort.signal,
    now: () => time,
    sleep: async (ms) => {
      slept.push(ms);
      time += ms;
    },
  });
  return { polite, askedAt, slept, abort, get: (address = url) => polite.get(address, { maxBytes: 1 }) };
}

test("delays requests per host", async () => {
  const { get, polite, askedAt } = lab([], { delayMs: 250 });
  await get();
  await get("https://b.example/");
  await get();
  polite.slowDown("b.example", 2_000);
  await get("https://b.example/");
  await get("https://b.example/");
  polite.slowDown("b.example", 1e9);
  await get("https://b.example/");
  await get("https://b.example/");
  expect(askedAt).toEqual([
    "a.example@0",
    "b.example@10",
    "a.example@260",
    "b.example@2020",
    "b.example@4030",
    "b.example@14040",
    "b.example@24050",
  ]);
});

test("tries an overloaded host three times with backoff", async () => {
  for (const status of [429, 500, 502, 503, 504]) {
    const { get, askedAt } = lab([{ status }, { status }, { status }, { status: 200 }]);
    expect(await get()).toMatchObject({ isRefused: false, response: { status } });
    expect(askedAt).toEqual(["a.example@0", "a.example@1010", "a.example@5020"]);
  }
});

test("stops retrying after a response", async () => {
  for (const status of [200, 304, 301, 404, 403, 501]) {
    const { get, askedAt } = lab([{ status }]);
    await get();
    expect(askedAt).toHaveLength(1);
  }
  const { get } = lab([{ status: 503 }, { status: 200 }]);
  expect(await get()).toMatchObject({ response: { status: 200 } });
});

test("waits for Retry-After unless it is too long", async () => {
  const short = lab([{ status: 503, retryAfter: "30" }]);
  expect(await short.get()).toMatchObject({ response: { status: 200 } });
  expect(short.slept).toEqual([30_000]);
  const long = lab([{ status: 429, retryAfter: "3600" }]);
  expect(await long.get()).toMatchObject({ response: { status: 429 } });
  expect(long.slept).toEqual([]);
});

test("retries only unreachable hosts", async () => {
  const away = new ParleyError("unavailable", "Away.");
  const { get, askedAt } = lab([away, away, away]);
  expect(await get()).toEqual({ isRefused: true, code: "unavailable", reason: "Away.", received: 0 });
  expect(askedAt).toHaveLength(3);
  for (const code of ["invalid", "unprocessable", "unsupported_type"] as const) {
    const once = lab([new ParleyError(code, "No.")]);
    expect(await once.get()).toMatchObject({ isRefused: true, code });
    expect(once.askedAt).toHaveLength(1);
  }
  const large = lab([new ParleyError("too_large", "Large.", { received: 70 })]);
  expect(await large.get()).toMatchObject({ code: "too_large", received: 70 });
});

test("never waits beyond the deadline", async () => {
  const { get, askedAt, slept } = lab([{ status: 503 }, { status: 503 }], { deadline: 3_000 });
  expect(await get()).toMatchObject({ response: { status: 503 } });
  expect(askedAt).toHaveLength(2);
  expect(slept).toEqual([1_000]);
  const late = lab([], { deadline: 5, delayMs: 10_000 });
  await late.get();
  expect(await late.get()).toMatchObject({ isRefused: true, code: "unavailable" });
  expect(late.askedAt).toHaveLength(1);
});

test("throws the abort reason, and rethrows our own errors", async () => {
  const { get, abort } = lab([]);
  abort.abort(new Error("stopped"));
  await expect(get()).rejects.toThrow("stopped");
  const broken = lab([]);
  const failing = politeFetch({
    fetchPage: async () => {
      throw new TypeError("a mistake");
    },
    delayMs: 0,
    deadline: 1,
    signal: broken.abort.signal,
    now: () => 0,
    sleep: async () => {},
  });
  await expect(failing.get(url, { maxBytes: 1 })).rejects.toThrow("a mistake");
});
