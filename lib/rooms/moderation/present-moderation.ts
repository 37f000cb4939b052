import type { listModerationRows } from "../queries/moderation.ts";
import type { WireModeration } from "../wire.ts";

export type ModerationEntry = Awaited<ReturnType<typeof listModerationRows>>[number];

export function presentModeration(
  { entry, actor, target }: ModerationEntry,
  canUndo: boolean,
): WireModeration {
  return {
    id: entry.id,
    action: entry.action,
    actor: actor?.name ?? null,
    target: target?.name ?? null,
    minutes: entry.details.minutes ?? null,
    created_at: entry.createdAt.toISOString(),
    is_undone: entry.undoneAt !== null,
    can_undo: canUndo,
  };
}
