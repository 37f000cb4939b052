import { index, jsonb, primaryKey, text, timestamp, unique } from "drizzle-orm/pg-core";
import type { Role } from "#lib/access/role.ts";
import type { WorkspaceSettings } from "#lib/tenant/schema.ts";
import { users } from "./account.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";

export const tenants = platform.table("tenants", {
  id: id("id", "ten").primaryKey(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  settings: jsonb("settings").$type<Partial<WorkspaceSettings>>().notNull().default({}),
  createdAt: createdAt(),
});

/** Public addresses, looked up before admission. Holds no tenant content; writable only by its own tenant. */
export const addresses = platform.table(
  "addresses",
  {
    kind: text("kind", { enum: ["tenant", "chatbot", "apiKey", "showcase", "invitation"] }).notNull(),
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
    /** Rounded to the minute; null until it is used. */
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("api_keys_hash_unique").on(table.tenantId, table.hash),
  ],
);

/** Members of a workspace and their roles. */
export const members = platform.table(
  "members",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    userId: id("user_id", "usr")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role").$type<Role>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId] }),
    index("members_user_index").on(table.userId),
  ],
);

export const invitations = platform.table(
  "invitations",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "inv").notNull(),
    /** Null for an invitation by link, which the first person to open it may accept. */
    email: text("email"),
    role: text("role").$type<Role>().notNull(),
    /** SHA-256 of the token, hex. */
    hash: text("hash").notNull(),
    invitedBy: id("invited_by", "usr").notNull(),
    createdAt: createdAt(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    acceptedAt: timestamp("accepted_at", { withTimezone: true }),
    acceptedBy: id("accepted_by", "usr"),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

/** Who changed what. A row is written in the same transaction as the change and never updated. */
export const auditEntries = platform.table(
  "audit_entries",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "aud").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull(),
    /** `user`, `apiKey` or `job`, and its id. */
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    action: text("action").notNull(),
    target: text("target").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
