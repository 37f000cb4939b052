import { date, foreignKey, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { horoscopeSpans, signs } from "#lib/oracle/schema.ts";
import { chatbots } from "./chatbot.ts";
import { id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";

/** Generated horoscopes: one per chatbot, sign, day and language, shared by everyone who asks. */
export const readings = platform.table(
  "readings",
  {
    tenantId: tenantId(),
    chatbotId: id("chatbot_id", "bot").notNull(),
    sign: text("sign", { enum: signs }).notNull(),
    span: text("span", { enum: horoscopeSpans }).notNull(),
    /** The first day it is for. */
    day: date("day").notNull(),
    language: text("language").notNull(),
    /** Null while the first version is being written. */
    text: text("text"),
    /**
     * When another process may write it, because the writer took too long or no model was available. Null:
     * never.
     */
    writableAt: timestamp("writable_at", { withTimezone: true }),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.chatbotId, table.sign, table.span, table.day, table.language],
    }),
    foreignKey({
      name: "readings_chatbot_fk",
      columns: [table.tenantId, table.chatbotId],
      foreignColumns: [chatbots.tenantId, chatbots.id],
    }).onDelete("cascade"),
  ],
);
