import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { eraseText } from "../messages/delete-message.ts";
import { settleReports } from "../moderation/decide-report.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { findRoomMessage } from "../queries/messages.ts";
import { findReport, findRoomOfReport } from "../queries/reports.ts";

/** `delete`: deletes the message, which resolves the report. */
export type StudioDecision = "resolved" | "dismissed" | "delete";

/**
 * Decides on all open reports of a message, as a member of the workspace.
 * @throws ParleyError not_found, conflict for a report that was decided
 */
export async function decideReportInStudio(
  ctx: Context,
  reportId: string,
  decision: StudioDecision,
): Promise<void> {
  const id = parseId("rep", reportId, "report");
  const roomId = await findRoomOfReport(ctx, id);
  if (!roomId) throw notFound("report");
  await writeToRoom(ctx, roomId, async (locked) => {
    const report = await findReport(locked.tx, roomId, id);
    const message = report && (await findRoomMessage(locked.tx, roomId, report.messageId));
    if (!message) throw notFound("report");
    const state = decision === "delete" ? "resolved" : decision;
    const targetId = message.participantId;
    await settleReports(locked, report, { actorId: null, targetId, state });
    if (decision === "delete") await eraseText(locked, message, null);
  });
}
