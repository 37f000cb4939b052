import { date, foreignKey, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { horoscopeSpans, signs } from "#lib/oracle/schema.ts";
import { chatbots } from "./chatbot.ts";
import { id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";

/** Horoscopes that were written, one a chatbot, sign, day and language, for everyone who asks. */
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
    /** Null while the first is being written. */
    text: text("text"),
    /** From when on somebody else may write it: whoever was writing has been gone too long, or no model was there. Null: never. */
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
