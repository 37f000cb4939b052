import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { listOpenQuestions } from "../queries/messages.ts";
import { findRoom } from "../queries/rooms.ts";
import { answerOpenQuestions, declineOpenQuestions } from "./answer-open-questions.ts";
import { answerInRoomJob } from "./jobs.ts";
import { postDueRecap } from "./post-due-recap.ts";

export const handler: JobHandler<{ roomId: Id<"rom"> }> = {
  async run(job, { roomId }) {
    const ctx = admitRoom(job, roomId);
    await answerOpenQuestions(ctx, roomId);
    await enqueueForNewQuestions(ctx, roomId);
    await postDueRecap(ctx, roomId);
  },
  async giveUp(job, { roomId }) {
    await declineOpenQuestions(admitRoom(job, roomId), roomId, "unavailable");
  },
};

/** A question that arrived while this job ran may have seen the job as queued and enqueued none. */
async function enqueueForNewQuestions(ctx: Context, roomId: Id<"rom">): Promise<void> {
  const room = await findRoom(ctx, roomId);
  if (!room || (await listOpenQuestions(ctx, roomId, room.answeredOffset, 1)).length === 0) return;
  await transactionWithJobs(ctx, [answerInRoomJob], (_, enqueue) =>
    enqueue(answerInRoomJob, { roomId }, { key: roomId }),
  );
}
