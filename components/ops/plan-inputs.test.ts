import { describe, expect, it } from "vitest";
import { defaultPlanLimits } from "#lib/core/plan-limits.ts";
import { parseInputs, planLimit, toInputs } from "./plan-inputs.ts";

describe("the inputs of a plan", () => {
  it("give back the limits they were made from", () => {
    for (const limits of [
      {},
      { documents: 0, members: null },
      { storageBytes: 1_500_000, parserSeconds: 900 },
      { messages: 10_000, passages: 1, crawledPages: 2, embeddingTokens: 3, apiKeys: 4, chatbots: null },
    ])
      expect(parseInputs(toInputs(limits))).toEqual(limits);
  });

  it("show storage in megabytes, and nothing where the plan's limit applies", () => {
    const inputs = toInputs({ storageBytes: 2_500_000 });
    expect(inputs.storageBytes).toEqual({ text: "2.5", isUnlimited: false });
    expect(inputs.documents).toEqual({ text: "", isUnlimited: false });
    expect(planLimit(defaultPlanLimits, "storageBytes")).toBe(500);
    expect(planLimit({ ...defaultPlanLimits, documents: null }, "documents")).toBeNull();
  });

  it("ignore a number that no longer applies, and do not turn a wrong one into no limit", () => {
    const inputs = toInputs({});
    inputs.documents = { text: "12", isUnlimited: true };
    inputs.members = { text: "many", isUnlimited: false };
    expect(parseInputs(inputs)).toEqual({ documents: null, members: Number.NaN });
  });
});
