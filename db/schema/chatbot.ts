import { jsonb, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { ChatbotConfig, Visibility } from "#lib/chatbot/schema.ts";
import { createdAt, id, tenantId, updatedAt } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

export const chatbots = platform.table(
  "chatbots",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "bot").notNull(),
    handle: text("handle").notNull(),
    name: text("name").notNull(),
    visibility: text("visibility").$type<Visibility>().notNull().default("public"),
    /** The token that gives access to a chatbot whose visibility is `link`. */
    linkToken: text("link_token"),
    /** Settings belong in here: lib/chatbot/schema.ts. A new column needs `npm run db:generate`. */
    config: jsonb("config").$type<ChatbotConfig>().notNull(),
    avatarData: jsonb("avatar_data"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique("chatbots_handle_unique").on(table.tenantId, table.handle),
  ],
);
