import { type PlanLimits, type PlanLimitsChange, quotaNames } from "#lib/core/plan-limits.ts";

/** Limits of a workspace; `workspaces` is one of accounts. */
export const planQuotas = quotaNames.filter((name) => name !== "workspaces");
export type PlanQuota = (typeof planQuotas)[number];

/** What the form shows of one limit. An empty `text` means the plan's. */
type LimitInput = { text: string; isUnlimited: boolean };
export type PlanInputs = Record<PlanQuota, LimitInput>;

/** How many of a limit's units one unit of the form is. */
const UNITS: Partial<Record<PlanQuota, number>> = { storageBytes: 1_000_000 };

const unitOf = (name: PlanQuota) => UNITS[name] ?? 1;

export function toInputs(limits: PlanLimitsChange): PlanInputs {
  const pairs = planQuotas.map((name) => {
    const limit = limits[name];
    const text = limit === undefined || limit === null ? "" : String(limit / unitOf(name));
    return [name, { text, isUnlimited: limit === null }];
  });
  return Object.fromEntries(pairs) as PlanInputs;
}

/** Text that is not a number becomes NaN, which the server refuses. */
export function parseInputs(inputs: PlanInputs): PlanLimitsChange {
  const limits: PlanLimitsChange = {};
  for (const name of planQuotas) {
    const { text, isUnlimited } = inputs[name];
    if (isUnlimited) limits[name] = null;
    else if (text.trim() !== "") limits[name] = Math.round(Number(text) * unitOf(name));
  }
  return limits;
}

/** The plan's own limit, in the form's unit; null without a limit. */
export function planLimit(standard: PlanLimits, name: PlanQuota): number | null {
  const limit = standard[name];
  return limit === null ? null : limit / unitOf(name);
}
