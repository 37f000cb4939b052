import { bigint, boolean, index, integer, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { createdAt, id } from "./columns.ts";
import { platform } from "./platform.ts";

/** People of the whole instance. A person may be a member of several workspaces. */
export const users = platform.table("users", {
  id: id("id", "usr").primaryKey(),
  /** Normalized; unique in the instance. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  /** Argon2id; null for people who only sign in through a provider. */
  passwordHash: text("password_hash"),
  emailVerifiedAt: timestamp("email_verified_at", { withTimezone: true }),
  /** An operator: sees how all workspaces run, but no conversations. */
  isOperator: boolean("is_operator").notNull().default(false),
  createdAt: createdAt(),
});

/** A person's accounts at OAuth providers. */
export const identities = platform.table(
  "identities",
  {
    provider: text("provider").notNull(),
    subject: text("subject").notNull(),
    userId: id("user_id", "usr")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.subject] })],
);

/** Signed-in browsers. The cookie names the row; the row decides. */
export const sessions = platform.table(
  "sessions",
  {
    id: id("id", "ses").primaryKey(),
    userId: id("user_id", "usr")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Browser and system, so that a person recognizes the session: "Firefox on Linux". */
    device: text("device").notNull(),
    createdAt: createdAt(),
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
    /**
     * When the user passed the second factor in this session. Users who have one get no access before that.
     */
    secondFactorAt: timestamp("second_factor_at", { withTimezone: true }),
  },
  (table) => [index("sessions_user_index").on(table.userId)],
);

/** The secret of a person's authenticator app (RFC 6238). */
export const secondFactors = platform.table("second_factors", {
  userId: id("user_id", "usr")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** Sealed with a key that is not in the database. */
  secret: text("secret").notNull(),
  /** Null during setup, when no code is required yet. */
  confirmedAt: timestamp("confirmed_at", { withTimezone: true }),
  /** The time step of the last accepted code. The same code or an older one is refused. */
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
  createdAt: createdAt(),
});

/** Recovery codes. Each one works once in place of the app's code. */
export const recoveryCodes = platform.table(
  "recovery_codes",
  {
    /** Keyed hash that includes the user's id. */
    hash: text("hash").primaryKey(),
    userId: id("user_id", "usr")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (table) => [index("recovery_codes_user_index").on(table.userId)],
);

/** Links sent by email. A link stops working when it is used, expired or replaced. */
export const emailTokens = platform.table(
  "email_tokens",
  {
    /** SHA-256 of the token, hex. */
    hash: text("hash").primaryKey(),
    purpose: text("purpose", { enum: ["verify", "reset"] }).notNull(),
    userId: id("user_id", "usr")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (table) => [index("email_tokens_user_index").on(table.userId)],
);

/** Counts recent attempts by a keyed hash of who made them. No IP or email address is stored. */
export const attempts = platform.table("attempts", {
  key: text("key").primaryKey(),
  count: integer("count").notNull(),
  startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
  /** The next attempt is allowed from this time. */
  allowedAt: timestamp("allowed_at", { withTimezone: true }).notNull(),
});

/** Emails that a person unsubscribed from, by a keyed hash of kind and recipient. Holds no email address. */
export const endedSubscriptions = platform.table("ended_subscriptions", {
  key: text("key").primaryKey(),
  createdAt: createdAt(),
});
