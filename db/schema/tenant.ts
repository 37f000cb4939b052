import { index, jsonb, primaryKey, text, timestamp, unique } from "drizzle-orm/pg-core";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";

export const tenants = platform.table("tenants", {
  id: id("id", "ten").primaryKey(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  settings: jsonb("settings").notNull().default({}),
  createdAt: createdAt(),
});

/** Public addresses, looked up before admission. Holds no tenant content; writable only by its own tenant. */
export const addresses = platform.table(
  "addresses",
  {
    kind: text("kind", { enum: ["tenant", "chatbot", "apiKey", "showcase"] }).notNull(),
    value: text("value").notNull(),
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    /** UUID of what is addressed. */
    targetId: text("target_id").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.value] }),
    index("addresses_target_index").on(table.tenantId, table.targetId),
  ],
);

export const apiKeys = platform.table(
  "api_keys",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "key").notNull(),
    name: text("name").notNull(),
    /** SHA-256 of the key, hex: the key has 256 random bits, so a slow hash adds nothing. */
    hash: text("hash").notNull(),
    scopes: text("scopes").array().notNull(),
    createdAt: createdAt(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("api_keys_hash_unique").on(table.tenantId, table.hash),
  ],
);
