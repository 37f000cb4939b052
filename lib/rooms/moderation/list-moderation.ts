import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { getOwnModerator } from "../participants/own-participant.ts";
import { outranks } from "../participants/rank.ts";
import { listModerationRows } from "../queries/moderation.ts";
import type { ParticipantRow } from "../queries/participants.ts";
import type { WireModerationPage } from "../wire.ts";
import { type ModerationEntry, presentModeration } from "./present-moderation.ts";
import { isUndoable } from "./undoable.ts";

const PAGE = 50;

/** Lists a room's moderation log, newest first, for its moderators. */
export async function listModeration(
  ctx: Context,
  roomId: Id<"rom">,
  { before }: { before: string | null },
): Promise<WireModerationPage> {
  if (before !== null && !isId("mod", before)) throw new ParleyError("invalid", "The cursor is not valid.");
  const own = await getOwnModerator(ctx, ctx, roomId);
  const rows = await listModerationRows(ctx, { roomId, before }, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  const cursor = rows.length > PAGE ? (shown.at(-1)?.entry.id ?? null) : null;
  return { entries: shown.map((row) => presentModeration(row, mayUndo(row, own))), cursor };
}

function mayUndo({ entry, actor, target }: ModerationEntry, own: ParticipantRow): boolean {
  if (entry.undoneAt || !isUndoable(entry.action)) return false;
  const isAboveActor = actor ? outranks(own.role, actor.role) : own.role === "host";
  return (entry.actorId === own.id || isAboveActor) && (!target || outranks(own.role, target.role));
}
