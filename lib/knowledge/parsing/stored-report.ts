import type { HiddenText } from "./hidden-text.ts";
import { type UnreadPart, unreadKinds } from "./unread-part.ts";

type Report = { hidden: HiddenText[]; unread?: UnreadPart[] };

/** What a document's text lacks, as it is stored: one list, or null if it lacks nothing. */
export function joinReport({ hidden, unread = [] }: Report): (HiddenText | UnreadPart)[] | null {
  return hidden.length + unread.length > 0 ? [...hidden, ...unread] : null;
}

export function splitReport(stored: unknown): Required<Report> {
  const all = (stored ?? []) as (HiddenText | UnreadPart)[];
  const isUnread = (entry: HiddenText | UnreadPart): entry is UnreadPart =>
    unreadKinds.some((kind) => kind === entry.kind);
  return { hidden: all.filter((entry) => !isUnread(entry)), unread: all.filter(isUnread) };
}
