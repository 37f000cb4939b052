import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { OperatorContext } from "#lib/context/context.ts";
import { env } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import { getInstance } from "#lib/instance/get-instance.ts";
import { findQueueWait } from "#lib/jobs/find-queue-wait.ts";
import { noteRefusal } from "#lib/limits/note-refusal.ts";
import {
  rememberFullQueue,
  rememberOwnDispatch,
  rememberQueueable,
} from "#lib/limits/starts/known-tenants.ts";
import { overloaded } from "#lib/limits/starts/overloaded.ts";
import { liveTurns } from "../stream/live-turn.ts";
import { answerQueuedTurnJob } from "./jobs.ts";
import type { QueueMode } from "./turn.ts";

/** The longest acceptable wait for the first token. */
const LONGEST_WAIT_SECONDS = 10;
/** Queueing helps only while workers keep up: a longer queue slows the database for direct answers. */
const LONGEST_WAIT_AUTO_SECONDS = 2;
/** For questions whose answer is read later. */
const LONGEST_LATER_SECONDS = 600;

type Asked = { tenantId: Id<"ten">; chatbot: Chatbot; isFull: boolean };

/**
 * Chooses who answers a question to this chatbot: this process, or a worker. The chatbot's own setting wins
 * over the instance's. With `auto` this process answers while it has a start slot, up to
 * MAX_TURNS_IN_FLIGHT at once; more are queued while a worker is alive.
 * @param isFull whether the process has no slot for an answer of its own
 * @throws ParleyError unavailable if neither it nor the queue has room
 */
export async function chooseDispatch(
  operator: OperatorContext,
  { tenantId, chatbot, isFull }: Asked,
): Promise<QueueMode> {
  const isDirect = chatbot.config.dispatch === "direct";
  const { dispatch, workers } = isDirect ? { dispatch: "direct", workers: 0 } : await getInstance(operator);
  const mode = chatbot.config.dispatch ?? dispatch;
  if (chatbot.config.dispatch) rememberOwnDispatch(tenantId);
  rememberQueueable(tenantId, mode === "queued" || (mode === "auto" && workers > 0));
  const isBusy = isFull || liveTurns().size >= env().MAX_TURNS_IN_FLIGHT;
  if (mode === "queued" || (mode === "auto" && workers > 0 && isBusy)) {
    const longest = mode === "auto" ? LONGEST_WAIT_AUTO_SECONDS : LONGEST_WAIT_SECONDS;
    if (await isQueueLonger(tenantId, longest)) {
      rememberFullQueue(tenantId, mode);
      throw refuse("queue");
    }
    return "exclusive";
  }
  if (isFull) throw refuse("overloaded");
  return "none";
}

/** Whether another turn of this tenant would wait longer for a worker. */
async function isQueueLonger(tenantId: Id<"ten">, seconds: number): Promise<boolean> {
  return (await findQueueWait(answerQueuedTurnJob, tenantId)) > seconds;
}

function refuse(reason: "overloaded" | "queue"): Error {
  noteRefusal(reason);
  return overloaded();
}

/**
 * Chooses who answers a question that no client waits for: a worker, or this process where none is alive.
 * @throws ParleyError unavailable, as `chooseDispatch`
 */
export async function chooseForLater(
  operator: OperatorContext,
  { tenantId, isFull }: Pick<Asked, "tenantId" | "isFull">,
): Promise<QueueMode> {
  const { workers } = await getInstance(operator);
  rememberQueueable(tenantId, workers > 0);
  if (workers === 0 && isFull) throw refuse("overloaded");
  if (workers === 0) return "none";
  if (await isQueueLonger(tenantId, LONGEST_LATER_SECONDS)) throw refuse("queue");
  return "append";
}
