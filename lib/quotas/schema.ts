import { z } from "zod";
import { type PlanLimitsChange, planLimitsChange, type QuotaName } from "#lib/core/plan-limits.ts";

/** `standard`: the instance's limits. `unlimited`: none, for workspaces of the operator. */
export const plans = ["standard", "unlimited"] as const;
export type Plan = (typeof plans)[number];

/** A workspace's plan; `limits` replace single limits of it. */
export const planInput = z.strictObject({ plan: z.enum(plans), limits: planLimitsChange.default({}) });
export type PlanInput = z.infer<typeof planInput>;
export type WorkspacePlan = { plan: Plan; limits: PlanLimitsChange };

/** How much of a quota is used. `limit` is null without a limit, and `resetsAt` is null for held quotas. */
export type QuotaUse = {
  name: Exclude<QuotaName, "workspaces" | "messages">;
  used: number;
  limit: number | null;
  resetsAt: string | null;
};

/** `details` of a refusal. */
export type QuotaRefusal = { quota: QuotaName; limit: number; used: number };
