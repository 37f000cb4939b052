import { primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

/** The server of a workspace's own language model, used instead of the instance's; at most one. */
export const modelConnections = platform.table(
  "model_connections",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    preset: text("preset").notNull(),
    baseUrl: text("base_url").notNull(),
    /** The API key, encrypted; null for a server that needs none. */
    sealedKey: text("sealed_key"),
    /** Its last four characters, by which people recognize it. */
    keyEnd: text("key_end"),
    /** The model of chatbots that have no model setting. */
    model: text("model").notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId] })],
);
