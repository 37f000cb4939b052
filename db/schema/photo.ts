import { index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import type { PhotoSuggestion } from "#lib/photo/schema.ts";
import { createdAt, id, tenantId } from "./columns.ts";
import { platform } from "./platform.ts";
import { tenants } from "./tenant.ts";

/** Photos uploaded for new rooms. They are purged after a day with their files. */
export const photoAnalyses = platform.table(
  "photo_analyses",
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: "cascade" }),
    id: id("id", "pht").notNull(),
    /** Pseudonym of who uploaded it. */
    ownerHash: text("owner_hash").notNull(),
    state: text("state", { enum: ["running", "ready", "failed"] })
      .notNull()
      .default("running"),
    caption: text("caption").notNull().default(""),
    suggestions: jsonb("suggestions").$type<PhotoSuggestion[]>().notNull().default([]),
    /** Of the stored picture and its thumbnail. */
    bytes: integer("bytes").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index("photo_analyses_age_index").on(table.createdAt),
  ],
);
