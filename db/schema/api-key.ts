import { sql } from "drizzle-orm";
import { foreignKey, index, primaryKey, text, timestamp, unique } from "drizzle-orm/pg-core";
import { chatbots } from "./chatbot.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

export const apiKeys = platform.table(
  "api_keys",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "key").notNull(),
    name: text("name").notNull(),
    /** SHA-256 of the key, hex: the key has 256 random bits, so a slow hash adds nothing. */
    hash: text("hash").notNull(),
    scopes: text("scopes").array().notNull(),
    /** The member responsible for it; null for keys of the instance and from before this was stored. */
    madeBy: id("made_by", "usr"),
    /** The first and last characters, so that people recognize it; null for older keys. */
    prefix: text("prefix"),
    lastFour: text("last_four"),
    /** The only chatbot that it works for; null: all of the workspace. */
    chatbotId: id("chatbot_id", "bot"),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
    createdAt: createdAt(),
    /** Rounded to the minute; null until it is used. */
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("api_keys_hash_unique").on(table.tenantId, table.hash),
    index("api_keys_chatbot_index").on(table.tenantId, table.chatbotId).where(sql`chatbot_id is not null`),
    foreignKey({
      name: "api_keys_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);
