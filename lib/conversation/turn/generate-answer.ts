import { waitForDatabase } from "#db/database-unavailable.ts";
import type { Grant } from "#lib/access/schema.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import type { Found } from "#lib/knowledge/retrieval/search-knowledge.ts";
import type { Grounding } from "../../mark-parsing/grounding.ts";
import { isRecap } from "../../prompt/recap.ts";
import { addUsage } from "../generation/add-usage.ts";
import type { AnswerLimits } from "../generation/answer-event.ts";
import { answerInSteps } from "../generation/answer-in-steps.ts";
import { recordAttempt } from "../queries/turns.ts";
import type { LiveTurn } from "../stream/live-turn.ts";
import { buildRequest } from "./build-request.ts";
import { gatherContext } from "./gather-context.ts";
import { logTurnWarning } from "./log-turn-warning.ts";
import type { Transcript } from "./transcript.ts";
import type { QuotedPassage, Turn, TurnEnding } from "./turn.ts";
import type { TurnTelemetry } from "./turn-telemetry.ts";

export type AnswerInput = {
  chatbot: Chatbot;
  model: ChosenModel;
  turn: Turn;
  /** Pseudonym of the person who asked. */
  asker: string;
  /** What that person may read, as stored with the turn. */
  grants: readonly Grant[];
  /** The search for the question, started while the question is stored. */
  found: Promise<Found>;
  limits: AnswerLimits;
};

export type GeneratedAnswer = {
  ending: TurnEnding;
  grounding: Grounding | undefined;
  quoted: QuotedPassage[];
  /** How much of the question the best passages cover, 0 to 1. */
  evidence: number | null;
  /** Characters of the prompt; null where the model was not called. */
  inputChars: number | null;
};

/** Gathers the context, calls the model and adds what it produces to the transcript. Never throws. */
export async function generateAnswer(
  ctx: Context,
  input: AnswerInput,
  transcript: Transcript,
  live: LiveTurn,
  telemetry: TurnTelemetry,
): Promise<GeneratedAnswer> {
  const { turn } = input;
  const answer: GeneratedAnswer = {
    ending: { state: "failed", errorCode: "internal", inputTokens: null, outputTokens: null },
    grounding: undefined,
    quoted: [],
    evidence: null,
    inputChars: null,
  };
  try {
    const context = await gatherContext(ctx, { ...input, stop: live.stopSignal });
    answer.evidence = isRecap(turn.question) ? null : context.evidence;
    const request = buildRequest(ctx, input, context);
    transcript.start([...context.passages, ...context.contact], isRecap(turn.question));
    answer.inputChars = request.inputChars;
    for await (const event of answerInSteps({ ...request.steps, stop: live.stopSignal })) {
      if (event.type === "attempt") {
        const isRetry = event.number > 1;
        if (isRetry && (await waitForDatabase(() => recordAttempt(ctx, turn))) === null)
          live.stopFor("fence");
        transcript.beginStep();
        telemetry.modelCalled(event.number);
      } else if (event.type === "text") {
        transcript.addText(event.delta);
        telemetry.textReceived();
      } else if (event.type === "retract") {
        transcript.retractStep();
      } else if (event.type === "skill") {
        transcript.putSkillCall(event.call);
      } else if (event.type === "cards") {
        transcript.addCards(event.cards);
        telemetry.textReceived();
      } else {
        transcript.flush();
        const errorCode = "errorCode" in event ? event.errorCode : null;
        answer.ending = { state: event.state, errorCode, ...addUsage(event.usage, request.sideUsage()) };
        telemetry.modelEnded(answer.ending);
        if (event.state === "complete" && !isRecap(turn.question)) answer.grounding = transcript.grounding;
        if (event.state === "stopped" && live.stopCause === "drain")
          answer.ending = { ...answer.ending, state: "interrupted", errorCode: "process_ended" };
        if ("cause" in event && event.cause) logTurnWarning(ctx, turn, event.cause, "model call failed");
      }
    }
    answer.quoted = transcript.quoted;
  } catch (error) {
    logTurnWarning(ctx, turn, error, "turn failed");
    if (!transcript.isEmpty) answer.ending = { ...answer.ending, state: "interrupted" };
  }
  return answer;
}
