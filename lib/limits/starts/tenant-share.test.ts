import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TenantShare } from "./tenant-share.ts";

const load = (utilization: number, connectionWaitMs = 0) => ({
  loopDelayMs: 1,
  utilization,
  cpu: utilization,
  connectionWaitMs,
});

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** A share that knows two tenants: `loud` has just started many turns, `quiet` one. */
function sharedByTwo(): TenantShare {
  const share = new TenantShare();
  share.observe(load(0.3));
  for (const tenant of ["quiet", "loud", "loud", "loud", "loud", "loud", "loud"]) {
    share.asked(tenant);
    share.started(tenant, 1);
  }
  return share;
}

/** How many turns a tenant may start at once. */
function most(share: TenantShare, tenant: string, others = 0): number {
  let held = 0;
  while (held < 100 && share.allows(tenant, { held, others })) held += 1;
  return held;
}

describe("TenantShare", () => {
  it.each([
    ["the process is busy", load(1)],
    ["connections are waited for", load(0.3, 100)],
  ])("limits a tenant with many starts while another is present and %s, and never to none", (_, pressed) => {
    const share = sharedByTwo();
    expect(most(share, "loud")).toBe(2);
    for (let ticks = 0; ticks < 10; ticks += 1) share.observe(pressed);
    expect(most(share, "loud")).toBe(1);
  });

  it("limits no tenant before the load is measured", () => {
    const share = new TenantShare();
    for (const tenant of ["quiet", "loud", "loud", "loud", "loud", "loud"]) {
      share.asked(tenant);
      share.started(tenant, 1);
    }
    expect(most(share, "loud")).toBe(100);
  });

  it("does not limit a tenant with few starts", () => {
    expect(most(sharedByTwo(), "quiet")).toBe(100);
  });

  it("counts the starts of others, so that theirs are not slowed down", () => {
    expect(most(sharedByTwo(), "loud", 1)).toBe(1);
  });

  it("does not limit a tenant that has been alone for a minute", () => {
    const share = sharedByTwo();
    vi.advanceTimersByTime(60_000);
    for (let starts = 0; starts < 6; starts += 1) {
      share.asked("loud");
      share.started("loud", 1);
    }
    expect(most(share, "loud")).toBe(100);
  });

  it("grows while it is reached and the process is idle, and only then", () => {
    const share = sharedByTwo();
    for (let ticks = 0; ticks < 10; ticks += 1) share.observe(load(0.3));
    expect(most(share, "loud")).toBe(2);
    for (let ticks = 0; ticks < 10; ticks += 1) {
      most(share, "loud");
      share.observe(load(0.3));
    }
    expect(most(share, "loud")).toBeGreaterThan(6);
  });
});
