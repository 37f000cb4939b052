import { index, integer, jsonb, text, timestamp } from "drizzle-orm/pg-core";
import { id } from "./columns.ts";
import { platform } from "./platform.ts";

/** Processes of the instance, by their own sign of life. */
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
  },
  (table) => [index("processes_seen_index").on(table.seenAt)],
);

/** What the instance's owner has set at run time, one row a setting. */
export const instanceSettings = platform.table("instance_settings", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
  changedAt: timestamp("changed_at", { withTimezone: true }).notNull().defaultNow(),
});
