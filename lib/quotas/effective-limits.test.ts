import { expect, it } from "vitest";
import { defaultPlanLimits, planLimitsText, quotaNames } from "#lib/core/plan-limits.ts";
import { effectiveLimits } from "./effective-limits.ts";

const from = {
  environment: { documents: 1, members: 1, chatbots: 1 },
  instance: { members: 2, chatbots: 2 },
};

it("takes a limit from the workspace, else the operator, else the environment, else the defaults", () => {
  const limits = effectiveLimits({ plan: "standard", limits: { chatbots: null } }, from);
  expect(limits).toEqual({ ...defaultPlanLimits, documents: 1, members: 2, chatbots: null });
});

it("limits nothing in the unlimited plan except by the workspace's own limits", () => {
  const limits = effectiveLimits({ plan: "unlimited", limits: { documents: 5 } }, from);
  expect(quotaNames.filter((name) => limits[name] !== null)).toEqual(["documents"]);
});

it("limits everything by default, so that an instance is safe when anyone may sign up", () => {
  expect(quotaNames.filter((name) => defaultPlanLimits[name] === null)).toEqual([]);
});

it("reads limits from text, and refuses what it does not understand", () => {
  expect(planLimitsText.parse("")).toEqual({});
  expect(planLimitsText.parse(" documents = 5000 , storageBytes=none")).toEqual({
    documents: 5_000,
    storageBytes: null,
  });
  for (const text of ["documents", "documents=", "documents=-1", "documents=x", "pages=1", "documents=1=2"])
    expect(planLimitsText.safeParse(text).success, text).toBe(false);
});
