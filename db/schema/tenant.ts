import { index, jsonb, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
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
  /** The account that created it, which may create a limited number. Null: the operator or the seed. */
  createdBy: id("created_by", "usr"),
  createdAt: createdAt(),
  /** When everything of the workspace is deleted; null unless an owner has asked for it. */
  deleteAt: timestamp("delete_at", { withTimezone: true }),
});

/**
 * Public addresses that their tenant has given up, reserved so that nobody else can take them for a while.
 * Holds no name: `hash` is keyed.
 */
export const formerAddresses = platform.table("former_addresses", {
  hash: text("hash").primaryKey(),
  /** Whose it was; null once the tenant is deleted. */
  tenantId: id("tenant_id", "ten"),
  /** What it led to. */
  targetId: text("target_id"),
  givenUpAt: timestamp("given_up_at", { withTimezone: true }).notNull(),
});

/** A workspace that is offered to a member. At most one offer is open. */
export const handovers = platform.table(
  "handovers",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    fromUserId: id("from_user_id", "usr").notNull(),
    toUserId: id("to_user_id", "usr").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId] })],
);

/** Public addresses, looked up before admission. Holds no tenant content; writable only by its own tenant. */
export const addresses = platform.table(
  "addresses",
  {
    kind: text("kind", {
      enum: ["tenant", "chatbot", "apiKey", "showcase", "invitation", "room", "slack"],
    }).notNull(),
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
