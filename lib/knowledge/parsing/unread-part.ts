import { oneLine } from "./normalize-text.ts";

/**
 * Kinds of content that is not read, reported to the person who added the document. `picture`: without a
 * description; `chart` and `formula`: without stored values; `scan`: a page without text.
 */
export const unreadKinds = ["picture", "media", "embedded", "chart", "formula", "scan"] as const;
export type UnreadKind = (typeof unreadKinds)[number];

/** `names`: what the file calls them, at most `MAX_NAMES_LENGTH` UTF-16 units. `page`: the first one's. */
export type UnreadPart = { kind: UnreadKind; names: string; pieces: number; page?: number };

const MAX_NAMES_LENGTH = 200;

/** @returns nothing for no pieces */
export function unreadPart(
  kind: UnreadKind,
  pieces: number,
  names: string[] = [],
  page?: number,
): UnreadPart[] {
  if (pieces === 0) return [];
  const named = names.filter((name) => name.trim() !== "").join(", ");
  return [{ kind, names: oneLine(named, MAX_NAMES_LENGTH), pieces, ...(page ? { page } : {}) }];
}

/** Returns one entry per kind. */
export function sumUnread(all: UnreadPart[]): UnreadPart[] {
  return [...Map.groupBy(all, ({ kind }) => kind).values()].flatMap((parts) => {
    const pieces = parts.reduce((sum, part) => sum + part.pieces, 0);
    const names = parts.flatMap((part) => part.names || []);
    const [first] = parts;
    return first ? unreadPart(first.kind, pieces, names, first.page) : [];
  });
}
