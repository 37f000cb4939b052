import { sql } from "drizzle-orm";
import {
  doublePrecision,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { alertRules } from "#lib/alerts/alert-rules.ts";
import { alertChannels, alertEvents } from "#lib/alerts/schema.ts";
import { id } from "./columns.ts";
import { platform } from "./platform.ts";

/** Processes of the instance. Each one updates its own row. */
export const processes = platform.table(
  "processes",
  {
    id: id("id", "prc").primaryKey(),
    role: text("role").notNull(),
    version: text("version").notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull().defaultNow(),
    seenAt: timestamp("seen_at", { withTimezone: true }).notNull().defaultNow(),
    turnsInFlight: integer("turns_in_flight").notNull().default(0),
    streams: integer("streams").notNull().default(0),
    memoryMb: integer("memory_mb").notNull().default(0),
    loopDelayMs: integer("loop_delay_ms").notNull().default(0),
    roomConnections: integer("room_connections").notNull().default(0),
    /** Percent of one core since the report before. */
    cpuPercent: integer("cpu_percent").notNull().default(0),
    /** 95th percentile of deliveries to readers of rooms in the last minute, in ms; null with too few. */
    deliveryMs: integer("delivery_ms"),
  },
  (table) => [index("processes_seen_index").on(table.seenAt)],
);

/** Settings an operator changed at run time, one row per setting. */
export const instanceSettings = platform.table("instance_settings", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
  changedAt: timestamp("changed_at", { withTimezone: true }).notNull().defaultNow(),
});

/** A problem of the instance, with its start and end. Each rule has at most one open alert. */
export const alerts = platform.table(
  "alerts",
  {
    id: id("id", "alt").primaryKey(),
    rule: text("rule", { enum: alertRules }).notNull(),
    /** In the rule's own unit; null if it has none. */
    value: doublePrecision("value"),
    threshold: doublePrecision("threshold"),
    firedAt: timestamp("fired_at", { withTimezone: true }).notNull().defaultNow(),
    /** When a process last confirmed it. */
    overAt: timestamp("over_at", { withTimezone: true }).notNull().defaultNow(),
    clearedAt: timestamp("cleared_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("alerts_open_unique").on(table.rule).where(sql`cleared_at is null`),
    index("alerts_fired_index").on(table.firedAt.desc()),
  ],
);

/** Notifications of an alert: what to send, where, and whether it arrived. */
export const alertDeliveries = platform.table(
  "alert_deliveries",
  {
    alertId: id("alert_id", "alt")
      .notNull()
      .references(() => alerts.id, { onDelete: "cascade" }),
    event: text("event", { enum: alertEvents }).notNull(),
    channel: text("channel", { enum: alertChannels }).notNull(),
    tries: integer("tries").notNull().default(0),
    nextAt: timestamp("next_at", { withTimezone: true }).notNull().defaultNow(),
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.alertId, table.event, table.channel] }),
    index("alert_deliveries_due_index").on(table.nextAt).where(sql`delivered_at is null`),
  ],
);
