import type { Context } from "#lib/context/context.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { presentModeration } from "../moderation/present-moderation.ts";
import { listModerationRows } from "../queries/moderation.ts";
import type { WireModeration } from "../wire.ts";

const PAGE = 50;

type StudioModeration = WireModeration & { room: { code: string; title: string } };
export type ModerationLogPage = { entries: StudioModeration[]; before: Id<"mod"> | null };

/** Lists what moderators did in all rooms, newest first. `before`: where the next page continues. */
export async function listModerationLog(
  ctx: Context,
  { before }: { before: string | null },
): Promise<ModerationLogPage> {
  const from = before !== null && isId("mod", before) ? before : null;
  const rows = await listModerationRows(ctx, { before: from }, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    entries: shown.map((row) => ({ ...presentModeration(row, false), room: row.room })),
    before: rows.length > PAGE ? (shown.at(-1)?.entry.id ?? null) : null,
  };
}
