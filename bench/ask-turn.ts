import { randomUUID } from "node:crypto";
import type { ModelServer } from "#testing/model-server/model-server.ts";

export type TurnTimes = { toModel: number; toFirstToken: number };

/**
 * Asks one turn at the HTTP edge, answered by the model server without delay: milliseconds to the model's
 * call and to the first token.
 */
export async function askTurn(url: string, question: string, model: ModelServer): Promise<TurnTimes> {
  model.reset();
  model.script({ tokens: 50, chunkDelayMs: 0 });
  const message = { id: randomUUID(), role: "user", parts: [{ type: "text", text: question }] };
  const started = performance.now();
  const startedAt = Date.now();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: randomUUID(), chatbot: "support", message }),
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}.`);
  let toFirstToken = Number.NaN;
  let text = "";
  for await (const part of response.body.pipeThrough(
    new TextDecoderStream(),
  ) as unknown as AsyncIterable<string>) {
    text += part;
    if (Number.isNaN(toFirstToken) && text.includes('"text-delta"'))
      toFirstToken = performance.now() - started;
  }
  if (Number.isNaN(toFirstToken) || !text.includes('"finish"'))
    throw new Error(`A turn of ${url} did not finish.`);
  const call = model.requests.find((request) => request.path.endsWith("/responses"));
  if (!call) throw new Error("The model was not called.");
  return { toModel: call.startedAt - startedAt, toFirstToken };
}
