import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { presentHeldMessages } from "../messages/present-held-messages.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { isModerator, outranks } from "../participants/rank.ts";
import { presentParticipant } from "../present.ts";
import { listWaitingRows } from "../queries/participants.ts";
import { listReportRows } from "../queries/reports.ts";
import type { WireReview } from "../wire.ts";
import { presentReport } from "./present-report.ts";

const MAX_REPORTS = 100;

/**
 * What waits for a moderator: held messages, people in the lobby, and open reports about people they outrank.
 * Participants get their own held messages.
 */
export async function listReview(ctx: Context, roomId: Id<"rom">): Promise<WireReview> {
  const [room, own] = await Promise.all([getRoomRow(ctx, roomId), getOwnParticipant(ctx, ctx, roomId)]);
  if (!isModerator(own.role))
    return { held: await presentHeldMessages(ctx, room, own.id), waiting: [], reports: [] };
  const [held, waiting, reports] = await Promise.all([
    presentHeldMessages(ctx, room, null),
    listWaitingRows(ctx, roomId),
    listReportRows(ctx, { roomId, state: "open" }, MAX_REPORTS),
  ]);
  return {
    held,
    waiting: waiting.map(presentParticipant),
    reports: reports.filter(({ author }) => outranks(own.role, author.role)).map(presentReport),
  };
}
