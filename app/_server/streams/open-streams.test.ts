import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { countStream, MAX_STREAMS_PER_READER, requireStreamCapacity } from "./open-streams.ts";

const ctxOf = (kind: "visitor" | "user" | "apiKey", id: string) =>
  ({ tenantId: "ten_a", actor: { kind, id } }) as unknown as Context;

const closers: (() => void)[] = [];
const openMany = (ctx: Context, times: number) => {
  for (let i = 0; i < times; i += 1) closers.push(countStream(ctx));
};
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe("open streams (RAT-10)", () => {
  it("are limited per visitor or person, without affecting others", () => {
    for (const kind of ["visitor", "user"] as const) {
      const ctx = ctxOf(kind, `${kind}-1`);
      openMany(ctx, MAX_STREAMS_PER_READER);
      expect(() => requireStreamCapacity(ctx)).toThrow(/50 open streams/);
      expect(() => requireStreamCapacity(ctxOf(kind, `${kind}-2`))).not.toThrow();
    }
  });

  it("free their place when they close, once each", () => {
    const ctx = ctxOf("visitor", "v");
    openMany(ctx, MAX_STREAMS_PER_READER + 1);
    closers[0]?.();
    closers[0]?.();
    expect(() => requireStreamCapacity(ctx)).toThrow();
    closers[1]?.();
    expect(() => requireStreamCapacity(ctx)).not.toThrow();
  });

  it("are limited for a key only by the limit of the process", () => {
    const ctx = ctxOf("apiKey", "k");
    openMany(ctx, 9_999);
    expect(() => requireStreamCapacity(ctx)).not.toThrow();
    openMany(ctx, 1);
    expect(() => requireStreamCapacity(ctx)).toThrow(/open streams/);
  });
});
