import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { budgetMeasures, budgetPeriods, budgetScopes } from "#lib/billing/schema.ts";
import { chatbots } from "./chatbot.ts";
import { createdAt, id, tenantId, updatedAt } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

const count = (name: string) => bigint(name, { mode: "number" });

/** Limits for a workspace, a chatbot or each visitor. Null means no limit. */
export const budgets = platform.table(
  "budgets",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    scope: text("scope", { enum: budgetScopes }).notNull(),
    chatbotId: id("chatbot_id", "bot"),
    period: text("period", { enum: budgetPeriods }).notNull(),
    messages: count("messages"),
    tokens: count("tokens"),
    costMicros: count("cost_micros"),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique("budgets_unique")
      .on(table.tenantId, table.scope, table.chatbotId, table.period)
      .nullsNotDistinct(),
    foreignKey({
      name: "budgets_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);

/**
 * A budget is nearly or fully used up: one row per period for each budget, written by the turn that reached
 * the threshold. `queued_at`: when the emails to the people responsible were queued.
 */
export const budgetNotices = platform.table(
  "budget_notices",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "bnt").notNull().default(sql`gen_random_uuid()`),
    scope: text("scope", { enum: budgetScopes }).notNull(),
    chatbotId: id("chatbot_id", "bot"),
    period: text("period", { enum: budgetPeriods }).notNull(),
    startsOn: date("starts_on").notNull(),
    /** Percent. */
    threshold: smallint("threshold").notNull(),
    messages: count("messages"),
    tokens: count("tokens"),
    costMicros: count("cost_micros"),
    /** The limit that is used most, and how much of it is used. */
    measure: text("measure", { enum: budgetMeasures }).notNull(),
    used: count("used").notNull(),
    queuedAt: timestamp("queued_at", { withTimezone: true }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("budget_notices_unique")
      .on(
        table.tenantId,
        table.scope,
        table.chatbotId,
        table.period,
        table.startsOn,
        table.threshold,
        table.messages,
        table.tokens,
        table.costMicros,
      )
      .nullsNotDistinct(),
    index("budget_notices_pending").on(table.tenantId).where(sql`queued_at is null`),
  ],
);

/** A workspace's price for a million tokens of a model, if it differs from the list price. */
export const modelPrices = platform.table(
  "model_prices",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    model: text("model").notNull(),
    inputMicros: count("input_micros").notNull(),
    outputMicros: count("output_micros").notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.model] })],
);

/**
 * Sums for a day or a month, including reserved turns. `scope_key` is empty for the workspace, otherwise a
 * chatbot's id or a visitor's hash.
 */
export const usageTotals = platform.table(
  "usage_totals",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    scope: text("scope", { enum: budgetScopes }).notNull(),
    scopeKey: text("scope_key").notNull(),
    period: text("period", { enum: budgetPeriods }).notNull(),
    startsOn: date("starts_on").notNull(),
    messages: count("messages").notNull().default(0),
    tokens: count("tokens").notNull().default(0),
    costMicros: count("cost_micros").notNull().default(0),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.scope, table.scopeKey, table.period, table.startsOn],
    }),
    // Sums over all workspaces would otherwise read a row for each visitor and day.
    index("usage_totals_instance_index").on(table.period, table.startsOn).where(sql`scope = 'tenant'`),
  ],
);

/** One row per turn. It stays when the conversation is deleted. */
export const usageEntries = platform.table(
  "usage_entries",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    turnId: id("turn_id", "trn").notNull(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    /** Empty if the visitor's own budget does not apply to the asker. */
    visitorHash: text("visitor_hash").notNull(),
    model: text("model").notNull(),
    /** `estimated`: the provider did not say what it counted. */
    state: text("state", { enum: ["reserved", "settled", "estimated"] })
      .notNull()
      .default("reserved"),
    inputTokens: integer("input_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    inputMicros: count("input_micros").notNull(),
    outputMicros: count("output_micros").notNull(),
    costMicros: count("cost_micros").notNull(),
    reservedAt: timestamp("reserved_at", { withTimezone: true }).notNull().defaultNow(),
    settledAt: timestamp("settled_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.turnId] }),
    index("usage_entries_time_index").on(table.tenantId, table.reservedAt),
    index("usage_entries_visitor_index").on(table.tenantId, table.visitorHash).where(sql`visitor_hash <> ''`),
  ],
);

/** Embedded tokens per day, chatbot and model. Included in the usage totals. */
export const embeddingUsage = platform.table(
  "embedding_usage",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    chatbotId: id("chatbot_id", "bot").notNull(),
    model: text("model").notNull(),
    startsOn: date("starts_on").notNull(),
    tokens: count("tokens").notNull(),
    costMicros: count("cost_micros").notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.chatbotId, table.model, table.startsOn] })],
);
