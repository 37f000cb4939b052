import { describe, expect, it } from "vitest";
import { type AlertLimits, defaultAlertLimits } from "#lib/instance/schema.ts";
import { evaluateRules } from "./evaluate-rules.ts";
import type { Figures } from "./schema.ts";

const quiet: Figures = {
  queueDepth: 0,
  queueAgeSeconds: 0,
  turns: { ended: 0, failed: 0, firstTokens: 0, firstTokenP95Seconds: 0 },
  roomDeliverySeconds: 0,
  slackFailedPercent: null,
  lostWorkers: 0,
  isRedisAway: false,
  isStorageAway: false,
  costMicrosToday: 0,
};
const judged = (figures: Partial<Figures>, limits: Partial<AlertLimits> = {}) =>
  evaluateRules({ ...quiet, ...figures }, { ...defaultAlertLimits, ...limits });

describe("evaluateRules", () => {
  it("finds nothing in a quiet instance, nor at a limit itself", () => {
    expect(judged({})).toEqual([]);
    expect(judged({ queueDepth: 1_000, queueAgeSeconds: 300 })).toEqual([]);
  });

  it("tells each rule apart, with its figure and its limit", () => {
    const turns = { ended: 40, failed: 5, firstTokens: 40, firstTokenP95Seconds: 10.5 };
    const all = judged(
      {
        queueDepth: 1_001,
        queueAgeSeconds: 301,
        turns,
        roomDeliverySeconds: 1.5,
        slackFailedPercent: 60,
        lostWorkers: 2,
        isRedisAway: true,
        isStorageAway: true,
        costMicrosToday: 11,
      },
      { dailyCostMicros: 10 },
    );
    expect(all).toEqual([
      { rule: "queueDepth", value: 1_001, threshold: 1_000 },
      { rule: "queueAge", value: 301, threshold: 300 },
      { rule: "errors", value: 12.5, threshold: 10 },
      { rule: "firstToken", value: 10.5, threshold: 10 },
      { rule: "roomDelivery", value: 1.5, threshold: 1 },
      { rule: "slack", value: 60, threshold: 50 },
      { rule: "spend", value: 11, threshold: 10 },
      { rule: "worker", value: 2, threshold: null },
      { rule: "redis", value: null, threshold: null },
      { rule: "storage", value: null, threshold: null },
    ]);
  });

  it("finds a storage that is away when Redis answers, and the other way round", () => {
    expect(judged({ isStorageAway: true }).map(({ rule }) => rule)).toEqual(["storage"]);
    expect(judged({ isRedisAway: true }).map(({ rule }) => rule)).toEqual(["redis"]);
  });

  it("says nothing of shares and percentiles of a handful of turns", () => {
    const turns = { ended: 19, failed: 19, firstTokens: 19, firstTokenP95Seconds: 60 };
    expect(judged({ turns })).toEqual([]);
  });

  it("watches nothing that has no limit", () => {
    const turns = { ended: 40, failed: 40, firstTokens: 40, firstTokenP95Seconds: 60 };
    const off = { queueDepth: null, queueAgeSeconds: null, errorPercent: null, firstTokenSeconds: null };
    expect(judged({ queueDepth: 1e6, queueAgeSeconds: 1e6, turns, costMicrosToday: 1e12 }, off)).toEqual([]);
  });
});
