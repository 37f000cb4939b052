import {
  defaultPlanLimits,
  type PlanLimits,
  type PlanLimitsChange,
  quotaNames,
} from "#lib/core/plan-limits.ts";
import type { WorkspacePlan } from "./schema.ts";

const none = Object.fromEntries(quotaNames.map((name) => [name, null])) as PlanLimits;

/** A workspace's limits: its own, else the operator's, else those of the environment, else the defaults. */
export function effectiveLimits(
  { plan, limits }: WorkspacePlan,
  { instance, environment }: { instance: PlanLimitsChange; environment: PlanLimitsChange },
): PlanLimits {
  const base = plan === "unlimited" ? none : { ...defaultPlanLimits, ...environment, ...instance };
  return { ...base, ...limits };
}
