import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { getOwnModerator } from "../participants/own-participant.ts";
import { outranks } from "../participants/rank.ts";
import { findRoomMessage } from "../queries/messages.ts";
import { findParticipant } from "../queries/participants.ts";
import { findReport, type ReportRow, setReportsOf } from "../queries/reports.ts";
import type { ReportState } from "../schema.ts";
import { recordModeration } from "./record-moderation.ts";

type Decision = Exclude<ReportState, "open">;

/**
 * Resolves or dismisses all open reports of a message.
 * @returns the entry of the moderation log
 * @throws ParleyError not_found for reports about people the caller does not outrank, which only the
 * workspace sees; conflict for one that was decided
 */
export async function decideReport(
  ctx: Context,
  roomId: Id<"rom">,
  { reportId, state }: { reportId: string; state: Decision },
): Promise<Id<"mod">> {
  const id = parseId("rep", reportId, "report");
  const { value } = await writeToRoom(ctx, roomId, async (locked) => {
    const own = await getOwnModerator(locked.tx, ctx, roomId);
    const report = await findReport(locked.tx, roomId, id);
    const message = report && (await findRoomMessage(locked.tx, roomId, report.messageId));
    const author = message && (await findParticipant(locked.tx, roomId, message.participantId));
    if (!author || !outranks(own.role, author.role)) throw notFound("report");
    return settleReports(locked, report, { actorId: own.id, targetId: author.id, state });
  });
  return value;
}

/** @throws ParleyError conflict if the report was decided before */
export async function settleReports(
  locked: LockedRoom,
  { roomId, messageId, state: current }: ReportRow,
  { actorId, targetId, state }: { actorId: Id<"par"> | null; targetId: Id<"par">; state: Decision },
): Promise<Id<"mod">> {
  if (current !== "open") throw new ParleyError("conflict", "This report was already decided.");
  await setReportsOf(locked.tx, { roomId, messageId, from: "open" }, state);
  locked.emit({ kind: "review" });
  return recordModeration(locked, { actorId, action: `${state}_report`, targetId, messageId });
}
