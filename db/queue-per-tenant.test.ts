import { afterEach, describe, expect, it, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { queuePerTenant } from "./queue-per-tenant.ts";

const workspace = () => ({ tenantId: newId("ten") }) as Context;

const settled = () => new Promise(setImmediate);

/** Work that runs until the test ends it. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      ends.set(name, (error) => (error ? reject(error) : resolve(name)));
    });
  const end = async (name: string, error?: Error) => {
    ends.get(name)?.(error);
    await settled();
  };
  return { begun, work, end };
}

afterEach(() => void vi.useRealTimers());

describe("inLine", () => {
  it("lets a few of a workspace through at once and the rest in the order they came, beside any other workspace", async () => {
    const { begun, work, end } = works();
    const [loud, quiet] = [workspace(), workspace()];
    const all = ["a", "b", "c", "d", "e"].map((name) => queuePerTenant(loud, work(name)));
    await settled();
    expect(begun).toEqual(["a", "b", "c"]);
    const other = queuePerTenant(quiet, work("q"));
    await settled();
    expect(begun).toEqual(["a", "b", "c", "q"]);
    await end("b");
    expect(begun).toEqual(["a", "b", "c", "q", "d"]);
    await end("d");
    expect(begun.at(-1)).toBe("e");
    for (const name of ["a", "c", "e", "q"]) await end(name);
    expect(await Promise.all(all)).toEqual(["a", "b", "c", "d", "e"]);
    expect(await other).toBe("q");
    const again = ["f", "g", "h", "i"].map((name) => queuePerTenant(loud, work(name)));
    await settled();
    expect(begun.slice(-3)).toEqual(["f", "g", "h"]);
    for (const name of ["f", "g", "h", "i"]) await end(name);
    await Promise.all(again);
  });

  it("goes on after one that failed", async () => {
    const { begun, work, end } = works();
    const loud = workspace();
    const all = ["a", "b", "c", "d"].map((name) => queuePerTenant(loud, work(name)));
    await settled();
    const failed = expect(all[0]).rejects.toThrow("broken");
    await end("a", new Error("broken"));
    await failed;
    expect(begun).toEqual(["a", "b", "c", "d"]);
    for (const name of ["b", "c", "d"]) await end(name);
    expect(await Promise.all(all.slice(1))).toEqual(["b", "c", "d"]);
  });

  it("rejects a caller that waited too long, and runs nothing for it later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { begun, work, end } = works();
    const loud = workspace();
    const all = ["a", "b", "c", "d", "e"].map((name) => queuePerTenant(loud, work(name)));
    const late = Promise.all(
      all.slice(3).map((one) => expect(one).rejects.toMatchObject({ code: "unavailable" })),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    await late;
    for (const name of ["a", "b", "c"]) await end(name);
    await Promise.all(all.slice(0, 3));
    expect(begun).toEqual(["a", "b", "c"]);
  });
});
