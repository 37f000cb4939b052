import { releaseHeldTurn } from "#db/heartbeat.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import { notifyBudgets } from "#lib/billing/notify-budgets.ts";
import type { Used } from "#lib/billing/settle-usage.ts";
import type { Context } from "#lib/context/context.ts";
import { releaseTurn } from "../queries/queued-turns.ts";
import type { TurnEnd } from "../schema.ts";
import type { LiveTurn } from "../stream/live-turn.ts";
import { endChunks, startChunk } from "../stream/turn-chunks.ts";
import { endAnsweredTurn } from "./end-answered-turn.ts";
import { enqueueNextTurn } from "./enqueue-next-turn.ts";
import { type AnswerInput, type GeneratedAnswer, generateAnswer } from "./generate-answer.ts";
import { heldTurn } from "./held-turn.ts";
import { logTurnWarning } from "./log-turn-warning.ts";
import { Transcript } from "./transcript.ts";
import type { Turn } from "./turn.ts";
import { TurnSink } from "./turn-sink.ts";
import { TurnTelemetry } from "./turn-telemetry.ts";

/**
 * Answers a started turn into `live` and its log, and stores how it ended. Never throws: every turn ends in a
 * stored state, unless another process has taken it over, which then ends it.
 */
export function answerTurn(ctx: Context, input: AnswerInput, live: LiveTurn): Promise<void> {
  const telemetry = new TurnTelemetry(ctx, input.turn);
  return telemetry.during(() => answer(ctx, input, live, telemetry));
}

async function answer(
  ctx: Context,
  input: AnswerInput,
  live: LiveTurn,
  telemetry: TurnTelemetry,
): Promise<void> {
  const { turn } = input;
  const sink = new TurnSink(ctx, turn, live);
  const transcript = new Transcript(sink, ctx.now);
  sink.send(startChunk(turn));
  const generated = await generateAnswer(ctx, input, transcript, live, telemetry);
  const { ending, grounding = null, quoted, evidence } = generated;
  if (live.stopCause === "fence") {
    await sink.close();
    telemetry.ended("moved", ending);
    return live.end();
  }
  if (live.stopCause === "drain" && ending.state === "interrupted" && transcript.isEmpty) {
    await sink.close();
    await release(ctx, turn);
    telemetry.ended("moved", ending);
    return live.end();
  }
  sink.send({ type: "text-end", id: "0" });
  const end: TurnEnd = {
    state: ending.state,
    errorCode: ending.errorCode ?? undefined,
    ...(grounding && { grounding }),
  };
  // The log stores them together with the end itself; live readers get them only after that.
  for (const chunk of endChunks(end)) sink.log(chunk);
  const rest = await sink.close();
  const { text, firstTokenAt, cards, skills } = transcript;
  const result = { ...ending, text, firstTokenAt, cards, skills, quoted, grounding, evidence };
  const { stored, isDue, hasNext } = await telemetry.storing(() =>
    endAnsweredTurn(ctx, turn, result, rest, billableUsage(input.model, generated, text)),
  );
  if (stored === "gone")
    for (const chunk of endChunks({ state: "interrupted", errorCode: "internal" })) live.push(chunk);
  else if (stored === "stored") for (const chunk of endChunks(end)) live.push(chunk);
  live.end();
  telemetry.ended(stored === "stored" ? ending.state : stored, ending);
  if (hasNext) await enqueueNextTurn(ctx, turn.conversationId);
  if (isDue) await notifyBudgets(ctx);
}

/** Leaves a turn that has produced nothing to another process, or to the next start of this one. */
async function release(ctx: Context, turn: Turn): Promise<void> {
  releaseHeldTurn(heldTurn(ctx, turn));
  await releaseTurn(ctx, turn).catch((error: unknown) =>
    logTurnWarning(ctx, turn, error, "turn release failed"),
  );
}

/** The built-in model uses messages, but no tokens. */
function billableUsage(model: ChosenModel, { ending, inputChars }: GeneratedAnswer, text: string): Used {
  const { state, inputTokens, outputTokens } = ending;
  const isRejected = state === "failed" && text === "" && inputTokens === null;
  const isUnused = model.builtIn || inputChars === null || isRejected;
  return { inputTokens, outputTokens, outputChars: text.length, inputChars, isUnused };
}
