import { admitJob } from "#lib/auth/admission/admit-job.ts";
import type { Id } from "#lib/core/ids.ts";
import { sendMessages } from "#lib/slack/deliveries/send-messages.ts";
import { receiveSlackEvent } from "#lib/slack/doors/receive-event.ts";
import { keepRoundsOf } from "#lib/status/rounds/keep-rounds.ts";
import { answerMessage } from "#lib/status/slack/answer-message.ts";

/** What a test asks of another process on the same database; answers come back under the same number. */
export type SlackTask = {
  number: number;
  kind: "keep" | "send" | "receive";
  tenantId: Id<"ten">;
  at: string;
  /** What Slack sends. */
  body?: string;
};
export type SlackAnswer = { number: number; error?: string };

const say = (answer: SlackAnswer) => process.send?.(answer);

process.on("message", async ({ number, kind, tenantId, at, body = "" }: SlackTask) => {
  const ctx = { ...admitJob(tenantId, "test"), now: () => new Date(at) };
  try {
    if (kind === "keep") await keepRoundsOf(ctx);
    else if (kind === "receive") await receiveSlackEvent(body, "test", answerMessage);
    else await sendMessages(ctx, new AbortController().signal);
    say({ number });
  } catch (error) {
    say({ number, error: String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
say({ number: 0 });
