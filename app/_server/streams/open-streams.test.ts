import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import {
  MAX_STREAMS_PER_READER,
  openStreams,
  type StreamPlace,
  takeStreamPlace,
  withStreamPlace,
} from "./open-streams.ts";

const ctxOf = (kind: "visitor" | "user" | "apiKey", id: string) =>
  ({ tenantId: "ten_a", actor: { kind, id } }) as unknown as Context;

const places: StreamPlace[] = [];
const take = (ctx: Context) => {
  const place = takeStreamPlace(ctx);
  places.push(place);
  return place;
};
const takeMany = (ctx: Context, times: number) => Array.from({ length: times }, () => take(ctx));
afterEach(() => {
  for (const place of places.splice(0)) place.leave();
});

describe("open streams (RAT-10)", () => {
  it("are limited per visitor or person, without affecting others", () => {
    for (const kind of ["visitor", "user"] as const) {
      const ctx = ctxOf(kind, `${kind}-1`);
      takeMany(ctx, MAX_STREAMS_PER_READER);
      expect(() => take(ctx)).toThrow(/50 open streams/);
      expect(() => take(ctxOf(kind, `${kind}-2`))).not.toThrow();
    }
  });

  it("free their place when they close, once each", () => {
    const ctx = ctxOf("visitor", "v");
    const [first] = takeMany(ctx, MAX_STREAMS_PER_READER);
    first?.leave();
    first?.leave();
    expect(() => take(ctx)).not.toThrow();
    expect(() => take(ctx)).toThrow(/50 open streams/);
  });

  it("are limited for a key only by the limit of the process", () => {
    const ctx = ctxOf("apiKey", "k");
    takeMany(ctx, 10_000);
    expect(() => take(ctx)).toThrow(/open streams/);
  });

  it("let no more than the limit in when all arrive before the first has begun to stream", async () => {
    const ctx = ctxOf("visitor", "crowd");
    const begun = Promise.withResolvers<void>();
    const requests = Array.from({ length: 3 * MAX_STREAMS_PER_READER }, () =>
      withStreamPlace(ctx, async (place) => {
        places.push(place);
        await begun.promise;
        return new Response("data");
      }),
    );
    begun.resolve();
    const results = await Promise.allSettled(requests);
    expect(results.filter(({ status }) => status === "fulfilled").length).toBe(MAX_STREAMS_PER_READER);
  });

  it("keep no place when the work before them fails or streams nothing", async () => {
    const ctx = ctxOf("visitor", "unlucky");
    const before = openStreams();
    await expect(withStreamPlace(ctx, () => Promise.reject(new Error("no turn")))).rejects.toThrow("no turn");
    expect(await withStreamPlace(ctx, async () => undefined)).toBeUndefined();
    expect(openStreams()).toBe(before);
  });
});
