import { admitJob } from "#lib/auth/admission/admit-job.ts";
import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { describeConversation } from "#lib/conversation/describe-conversation.ts";
import { findConversation } from "#lib/conversation/find-conversation.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { listOpenQuestions } from "../queries/messages.ts";
import { listUnanswered } from "../queries/unanswered.ts";
import { answerInRoomJob } from "./jobs.ts";
import { ROOM_CONVERSATION } from "./room-conversation.ts";

/** Longer than an answer usually needs to begin. */
const LATE_AFTER_SECONDS = 20;
const BATCH = 50;

/**
 * Enqueues jobs for rooms whose questions are unanswered because a process died: its job is held until it
 * expires, but the answer has been generated, or can be by another process. Two jobs for the same questions
 * find the same turn, so nothing is answered twice.
 * @returns the number of rooms
 */
export async function recoverRoomAnswers(
  operator: OperatorContext,
  { lateSeconds = LATE_AFTER_SECONDS }: { lateSeconds?: number } = {},
): Promise<number> {
  let recovered = 0;
  for (const { tenantId, roomId } of await listUnanswered(operator, lateSeconds, BATCH)) {
    try {
      if (await recover(admitRoom(admitJob(tenantId, "room-recovery"), roomId), roomId)) recovered += 1;
    } catch (error) {
      log().error({ tenantId, ...errorFields(error) }, "recovering a room's answer failed");
    }
  }
  return recovered;
}

async function recover(ctx: Context, roomId: Id<"rom">): Promise<boolean> {
  // A running turn has a live process, or is recovered first.
  if ((await findConversation(ctx, ROOM_CONVERSATION)) !== null)
    if ((await describeConversation(ctx, ROOM_CONVERSATION)).running) return false;
  const { value: isOpen } = await writeToRoom(ctx, roomId, async ({ tx, room }) => {
    const [question] = await listOpenQuestions(tx, roomId, room.answeredOffset, 1);
    if (question && room.chatbotId) return true;
    // Every question was deleted, or the chatbot is gone.
    room.answeredOffset = Math.max(room.answeredOffset, room.askedOffset);
    return false;
  });
  if (!isOpen) return false;
  await transactionWithJobs(ctx, [answerInRoomJob], (_, enqueue) =>
    enqueue(answerInRoomJob, { roomId }, { key: roomId }),
  );
  return true;
}
