import { date, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

const round = () => ({
  tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
  teamId: text("team_id").notNull(),
  /** The round's local date. */
  date: date("date", { mode: "string" }).notNull(),
});

/** How many people of a round said which mood. Nothing says who, or when. */
export const moodRounds = platform.table(
  "mood_rounds",
  {
    ...round(),
    /** Makes the round's tokens; deleted with them at its closing. */
    salt: text("salt"),
    /** In the order of `moods`. */
    counts: integer("counts").array().notNull().default([0, 0, 0, 0, 0]),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.teamId, table.date] })],
);

/** Who has said their mood, so that nobody does twice: a keyed hash of the person, until the closing. */
export const moodTokens = platform.table(
  "mood_tokens",
  { ...round(), token: text("token").notNull() },
  (table) => [primaryKey({ columns: [table.tenantId, table.teamId, table.date, table.token] })],
);
