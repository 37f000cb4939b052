import "#worker/register-skills.ts";
import { directRequest, idempotencyKey } from "#lib/conversation/schema.ts";
import { answerSync } from "#lib/conversation/turn/answer-sync.ts";
import { keyRoute } from "./key-route.ts";
import type { ErrorOptions } from "./route-handler.ts";

/** Here `error` is a string: a fixed one for a failure, else the message, with its code beside it. */
export const chatDirectErrors: ErrorOptions = {
  failure: "Chat processing error",
  errorBody: ({ status, message: error, code, requestId, details }) =>
    status === 500 ? { error: "Failed to process message" } : { error, code, requestId, details },
};

/** Answers a question in one response, for machines: no queue, no stream. */
export const chatDirectRoute = keyRoute(
  { scope: "chat", limit: "chat", body: directRequest, ...chatDirectErrors },
  async (ctx, { request, body }) => {
    const key = request.headers.get("idempotency-key");
    return answerSync(ctx, {
      request: body,
      idempotencyKey: key === null ? undefined : idempotencyKey.parse(key),
    });
  },
);
