import { z } from "zod";
import { cleanedName } from "#lib/core/clean-name.ts";
import { storableText } from "#lib/core/storable-text.ts";

/** `answered`: by a curated answer; `outOfScope`: the chatbot is to decline it. */
export const gapStates = ["open", "answered", "outOfScope"] as const;
export type GapState = (typeof gapStates)[number];

/** Why a question counts as unanswered. */
export const gapReasons = ["declined", "uncited", "ratedDown"] as const;
export type GapReason = (typeof gapReasons)[number];

export const LABEL_MAX_CHARS = 40;
const MAX_LABELS = 20;
export const NOTE_MAX_CHARS = 4_000;

/** Body of `PUT …/labels`: all labels of the conversation. */
export const labelsInput = z.object({
  labels: z.array(cleanedName(LABEL_MAX_CHARS)).max(MAX_LABELS, `Use at most ${MAX_LABELS} labels.`),
});

/** Body of `POST …/notes`. */
export const noteInput = z.object({
  text: storableText(NOTE_MAX_CHARS)
    .transform((text) => text.trim())
    .refine((text) => text !== "", "Write a note."),
});

export const exportFormats = ["csv", "jsonl"] as const;
export const exportQuery = z.object({ format: z.enum(exportFormats).default("csv") });

/** Names of the filters in an address. */
const filterNames = [
  "chatbot",
  "channel",
  "grounding",
  "feedback",
  "handling",
  "label",
  "person",
  "text",
  "from",
  "to",
] as const;
export type InboxQuery = Partial<Record<(typeof filterNames)[number], string>>;

/** A filter from an address. Parts that are empty or given twice do not count. */
export function readQuery(given: Record<string, string | string[] | undefined>): InboxQuery {
  const parts = filterNames.flatMap((name) => {
    const value = given[name];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  });
  return Object.fromEntries(parts) as InboxQuery;
}
