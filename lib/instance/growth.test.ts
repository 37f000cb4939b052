import { describe, expect, it } from "vitest";
import { judgeGrowth } from "./growth.ts";

const nothing = { photos: 0, messages: 0, photoQueue: 0, documents: 0, events: 0 };
const one = (more: object = {}) => ({ role: "monolith", roomConnections: 0, cpuPercent: 0, ...more });
const advice = (...given: Parameters<typeof judgeGrowth>) =>
  Object.fromEntries(judgeGrowth(...given).map(({ figure, advice }) => [figure, advice]));

describe("judgeGrowth", () => {
  it("says to stay below every limit", () => {
    const living = [one({ roomConnections: 499, cpuPercent: 69 })];
    const counted = { photos: 999, messages: 999_999, photoQueue: 9, documents: 999_999, events: 9_999 };
    expect(new Set(Object.values(advice(living, counted)))).toEqual(new Set(["stay"]));
    expect(new Set(Object.values(advice([], nothing)))).toEqual(new Set(["stay"]));
  });

  it("says to split from a limit on, each for itself", () => {
    expect(advice([one({ roomConnections: 250 }), one({ roomConnections: 250 })], nothing)).toMatchObject({
      connections: "split",
      cpu: "stay",
    });
    expect(advice([one({ cpuPercent: 70 }), one()], nothing)).toMatchObject({ cpu: "split", photos: "stay" });
    expect(advice([one()], { ...nothing, photos: 1_000 })).toMatchObject({ photos: "split" });
    expect(advice([one()], { ...nothing, messages: 1_000_000 })).toMatchObject({ messages: "split" });
    expect(advice([one()], { ...nothing, photoQueue: 10 })).toMatchObject({ photoQueue: "split" });
    expect(advice([one()], { ...nothing, documents: 1_000_000 })).toMatchObject({ documents: "split" });
    expect(advice([one()], { ...nothing, events: 10_000 })).toMatchObject({ events: "split" });
    const many = Array.from({ length: 50 }, () => one());
    expect(advice(many, nothing)).toMatchObject({ containers: "split" });
    expect(advice(many.slice(1), nothing)).toMatchObject({ containers: "stay" });
  });

  it("says that the work is divided where the process for it runs, but a busy one stays too busy", () => {
    const split = [one({ role: "main", cpuPercent: 90 }), one({ role: "websocket", roomConnections: 900 })];
    expect(advice(split, { ...nothing, messages: 2_000_000, photos: 2_000 })).toEqual({
      connections: "divided",
      messages: "divided",
      photos: "split",
      cpu: "split",
      photoQueue: "stay",
      documents: "stay",
      events: "stay",
      containers: "stay",
    });
    const two = [one({ role: "main" }), one({ role: "main" })];
    expect(advice(two, { ...nothing, photos: 2_000 })).toMatchObject({ photos: "divided" });
  });
});
