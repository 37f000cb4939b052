import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { countStream, MOST_OF_A_READER, requireRoomForStream } from "./open-streams.ts";

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
  it("are so many for one visitor or person, and no others feel it", () => {
    for (const kind of ["visitor", "user"] as const) {
      const ctx = ctxOf(kind, `${kind}-1`);
      openMany(ctx, MOST_OF_A_READER);
      expect(() => requireRoomForStream(ctx)).toThrow(/50 streams open/);
      expect(() => requireRoomForStream(ctxOf(kind, `${kind}-2`))).not.toThrow();
    }
  });

  it("make room when they close, each once", () => {
    const ctx = ctxOf("visitor", "v");
    openMany(ctx, MOST_OF_A_READER + 1);
    closers[0]?.();
    closers[0]?.();
    expect(() => requireRoomForStream(ctx)).toThrow();
    closers[1]?.();
    expect(() => requireRoomForStream(ctx)).not.toThrow();
  });

  it("of a key are as many as a process carries, and no more", () => {
    const ctx = ctxOf("apiKey", "k");
    openMany(ctx, 9_999);
    expect(() => requireRoomForStream(ctx)).not.toThrow();
    openMany(ctx, 1);
    expect(() => requireRoomForStream(ctx)).toThrow(/open here/);
  });
});
