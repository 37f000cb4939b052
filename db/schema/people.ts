import { foreignKey, index, integer, jsonb, primaryKey, text, timestamp, unique } from "drizzle-orm/pg-core";
import { entitlementStates, type Profile } from "#lib/people/schema.ts";
import { users } from "./account.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

/** End users of a workspace. Links an account to the pseudonym used for everything the person writes. */
export const people = platform.table(
  "people",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    userId: id("user_id", "usr")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    userIdHash: text("user_id_hash").notNull(),
    profile: jsonb("profile").$type<Partial<Profile>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.userId] }),
    unique("people_hash_unique").on(table.tenantId, table.userIdHash),
    index("people_user_index").on(table.userId),
    index("people_joined_index").on(table.tenantId, table.createdAt, table.userId),
  ],
);

/**
 * What a person may use, guests included, by their pseudonym. For former users the key is a hash of their
 * address that only this instance can compute, so leaving neither renews a trial nor ends a suspension.
 */
export const entitlements = platform.table(
  "entitlements",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    userIdHash: text("user_id_hash").notNull(),
    state: text("state", { enum: entitlementStates }).notNull().default("trial"),
    messagesUsed: integer("messages_used").notNull().default(0),
    since: timestamp("since", { withTimezone: true }).notNull().defaultNow(),
    approvedUntil: timestamp("established_until", { withTimezone: true }),
    /** Reason for the suspension, shown to the person. */
    reason: text("reason"),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.userIdHash] })],
);

/** Codes that give the end users who enter them full access. */
export const accessCodes = platform.table(
  "access_codes",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    /** Keyed hash of the code. */
    hash: text("hash").notNull(),
    /** How long the access lasts after the code is entered. Null: forever. */
    days: integer("days"),
    usesLeft: integer("uses_left").notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.hash] })],
);

/** Who entered which code. Each person can use a code once. */
export const accessCodeUses = platform.table(
  "access_code_uses",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    userIdHash: text("user_id_hash").notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.hash, table.userIdHash] }),
    foreignKey({
      name: "access_code_uses_code_fk",
      columns: [table.tenantId, table.hash],
      foreignColumns: [accessCodes.tenantId, accessCodes.hash],
    }).onDelete("cascade"),
  ],
);
