import { expect, test } from "vitest";
import { entitlementError, entitlementRefusal } from "./entitlement-refusal.ts";

test.each([
  ["guest_used", "trial_over"],
  ["trial_used", "trial_over"],
  ["trial_over", "trial_over"],
  ["established_over", "trial_over"],
  ["left", "budget_exceeded"],
  ["suspended", "budget_exceeded"],
] as const)("answers %s with %s and the refusal in the details", (refusal, code) => {
  expect(entitlementError(refusal)).toMatchObject({ code, details: { refusal } });
});

test("finds the refusal that the database raised inside the error around it", () => {
  const raised = Object.assign(new Error("trial_used"), { code: "PE402" });
  expect(entitlementRefusal(new Error("Failed query", { cause: raised }))).toMatchObject({
    code: "trial_over",
  });
  expect(entitlementRefusal(new Error("Failed query"))).toBeNull();
});
