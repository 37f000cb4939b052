import { date, doublePrecision, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { tenantId, updatedAt } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

/** A workspace's plan, set by the operator. Without a row it has the standard plan. */
export const workspacePlans = platform.table("workspace_plans", {
  tenantId: tenantId()
    .primaryKey()
    .references(() => tenants.id, { onDelete: "cascade" }),
  plan: text("plan").notNull(),
  /** Limits that differ from the plan's. */
  limits: jsonb("limits").notNull().default({}),
  updatedAt: updatedAt(),
});

/** How much of a daily quota a workspace has used. */
export const quotaUses = platform.table(
  "quota_uses",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    quota: text("quota").notNull(),
    startsOn: date("starts_on").notNull(),
    used: doublePrecision("used").notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.quota, table.startsOn] })],
);
