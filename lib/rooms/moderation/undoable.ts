import type { ModerationAction } from "../schema.ts";

const undoable: ReadonlySet<ModerationAction> = new Set<ModerationAction>([
  "muted",
  "unmuted",
  "banned",
  "unbanned",
  "made_moderator",
  "unmade_moderator",
  "refused",
  "refused_message",
  "resolved_report",
  "dismissed_report",
  "changed_room",
]);

/**
 * Whether an act can be undone. Deleted text is gone, an approved message and an admitted person have been
 * seen, a removed person can join again by themselves, and only the new host can hand a room back.
 */
export function isUndoable(action: ModerationAction): boolean {
  return undoable.has(action);
}
