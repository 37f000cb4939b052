import {
  bigint,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { createdAt, tenantId } from "./columns.ts";
import { tenants } from "./tenant.ts";

export const events = pgSchema("events");

const position = () => bigint("position", { mode: "number" }).notNull();

/** What happened in check-ins. Written by `events.append` alone, never changed but for redaction. */
export const statusEvents = events.table(
  "events",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: text("id").notNull(),
    type: text("type").notNull(),
    /** The stream, such as `team/platform`. */
    aggregateId: text("aggregate_id").notNull(),
    version: integer("version").notNull(),
    data: jsonb("data").notNull(),
    metadata: jsonb("metadata").$type<{ schemaVersion?: number }>(),
    timestamp: timestamp("timestamp", { withTimezone: true }).notNull(),
    /** From 1 without gaps, in the order of commits of the tenant. */
    position: position(),
    /** SHA-256 of `data` as it was appended, hex. */
    dataHash: text("data_hash").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.position] }),
    unique("events_id_unique").on(table.tenantId, table.id),
    unique("events_version_unique").on(table.tenantId, table.aggregateId, table.version),
    index("events_type_index").on(table.tenantId, table.type),
    index("events_timestamp_index").on(table.tenantId, table.timestamp),
  ],
);

/** The last position of each tenant. An append locks the row, so positions are committed in their order. */
export const eventHeads = events.table("heads", {
  tenantId: tenantId()
    .primaryKey()
    .references(() => tenants.id, { onDelete: "cascade" }),
  position: position(),
});

/** Idempotency keys, with what their first use appended. */
export const eventKeys = events.table(
  "keys",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    /** Of the request: another one under the same key is refused. */
    requestHash: text("request_hash").notNull(),
    eventId: text("event_id").notNull(),
    version: integer("version").notNull(),
    position: position(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.key] })],
);
