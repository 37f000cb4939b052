import "#register-skills.ts";
import { outliveRequest } from "#app/_server/http/outlive-request.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { jobOfTurn } from "#lib/conversation/api-jobs/turn-job.ts";
import type { ChatRequest } from "#lib/conversation/schema.ts";
import { chooseForLater } from "#lib/conversation/turn/choose-dispatch.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";

/** Accepts a question. Its answer is read later, from `/api/jobs/{id}` or the conversation's stream. */
export async function acceptTurn(ctx: Context, chatbot: Chatbot, request: ChatRequest): Promise<Response> {
  const { tenantId, requestId } = ctx;
  const isFull = startSlots().grantOf(requestId) === "overflow";
  const queueMode = await chooseForLater(sealOperator(), { tenantId, isFull });
  const { turnId, ended } = await runTurn(ctx, { chatbot, request, queueMode });
  outliveRequest(ended);
  const jobId = jobOfTurn(turnId);
  return Response.json(
    { jobId, turnId },
    {
      status: 202,
      headers: {
        "cache-control": "no-store",
        location: `/api/jobs/${jobId}`,
        "preference-applied": "respond-async",
      },
    },
  );
}
