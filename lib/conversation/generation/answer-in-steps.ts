import type { LanguageModelV4CallOptions, LanguageModelV4ToolCall } from "@ai-sdk/provider";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Card, SkillCall } from "#lib/skills/card.ts";
import type { SkillUse } from "#lib/skills/run-skill.ts";
import type { Skill } from "#lib/skills/skill.ts";
import { addUsage, ZERO_USAGE } from "./add-usage.ts";
import type { AnswerEvent, AnswerLimits } from "./answer-event.ts";
import { inputOf, toolOf, toolResultMessages } from "./skill-tools.ts";
import { streamAnswer } from "./stream-answer.ts";

/** Model calls in one answer. The last one is made without tools. */
export const MAX_STEPS = 5;

/** Skill calls in one answer. Further calls are refused; beyond twice as many they are ignored. */
export const MAX_CALLS = 8;

type End = Extract<AnswerEvent, { type: "end" }>;

export type StepEvent =
  | Exclude<AnswerEvent, End>
  | Exclude<End, { state: "called" }>
  | { type: "skill"; call: SkillCall }
  | { type: "cards"; callId: string; cards: Card[] };

export type StepsInput = {
  model: ChosenModel;
  /** Answers instead when the model fails before anything is shown. */
  fallback: ChosenModel | null;
  options: LanguageModelV4CallOptions;
  skills: readonly Skill[];
  use(call: { name: string; input: unknown }): Promise<SkillUse>;
  limits: AnswerLimits;
  stop: AbortSignal;
};

/**
 * Streams an answer over as many model calls as its skill calls need, up to the limits above. The text of
 * each call becomes a separate paragraph. Ends with exactly one `end`, whose usage is the sum over all calls.
 */
export async function* answerInSteps(input: StepsInput): AsyncGenerator<StepEvent> {
  const { options, skills, use, limits, stop } = input;
  const deadline = Date.now() + limits.totalMs;
  const tools = skills.map(toolOf);
  let { model } = input.model;
  let { fallback } = input;
  let { prompt } = options;
  let usage = ZERO_USAGE;
  let isFallback = false;
  let attempts = 0;
  let used = 0;
  let isShown = false;
  let hasText = false;
  for (let step = 1; ; step += 1) {
    const offered = step < MAX_STEPS && tools.length > 0 ? tools : undefined;
    const before: { isShown: boolean; hasText: boolean } = { isShown, hasText };
    let said = "";
    let end: End | undefined;
    const left = { ...limits, totalMs: deadline - Date.now() };
    for await (const event of streamAnswer(
      model,
      { ...options, prompt, tools: offered },
      left,
      stop,
      isShown,
    )) {
      if (event.type === "end") end = event;
      else if (event.type === "attempt") {
        attempts += 1;
        yield { type: "attempt", number: attempts };
      } else if (event.type === "retract") {
        ({ isShown, hasText } = before);
        said = "";
        yield event;
      } else {
        if (said === "" && hasText) yield { type: "text", delta: "\n\n" };
        said += event.delta;
        isShown = true;
        hasText = true;
        yield event;
      }
    }
    if (!end) throw new Error("The model stream ended without an end event.");
    if (!isFallback) usage = addUsage(usage, end.usage);
    if (end.state === "failed" && !isShown && fallback && !stop.aborted) {
      ({ model } = fallback);
      ({ prompt } = options);
      fallback = null;
      // The fallback costs nothing, and the failed model has produced nothing.
      isFallback = true;
      usage = ZERO_USAGE;
      step = 0;
      continue;
    }
    if (end.state !== "called") {
      yield isShown && end.state === "failed" ? { ...end, state: "interrupted", usage } : { ...end, usage };
      return;
    }
    const results: { call: LanguageModelV4ToolCall; result: SkillUse }[] = [];
    for (const call of end.calls.slice(0, 2 * MAX_CALLS)) {
      if (stop.aborted) break;
      const name = call.toolName.slice(0, 64);
      used += 1;
      const id = `skill-${used}`;
      const isRefused = used > MAX_CALLS || offered === undefined || Date.now() > deadline;
      if (!isRefused) yield { type: "skill", call: { id, name, state: "running" } };
      const result = isRefused ? tooManyCalls : await untilStopped(use({ name, input: inputOf(call) }), stop);
      if (!result) {
        // Stopped: no running skill may stay visible.
        yield { type: "skill", call: { id, name, state: "failed" } };
        break;
      }
      if (result.cards.length > 0) {
        isShown = true;
        yield { type: "cards", callId: id, cards: result.cards };
      }
      if (!isRefused) yield { type: "skill", call: { id, name, state: result.outcome } };
      results.push({ call, result });
    }
    if (stop.aborted) {
      yield { type: "end", state: "stopped", usage };
      return;
    }
    if (step >= MAX_STEPS) {
      // It called a skill although none was offered: no more text will come.
      yield isShown
        ? { type: "end", state: "complete", usage }
        : {
            type: "end",
            state: "failed",
            errorCode: "model_cut",
            usage,
            cause: new Error("The model only called skills and wrote no text."),
          };
      return;
    }
    prompt = [...prompt, ...toolResultMessages(said, results)];
  }
}

const tooManyCalls: SkillUse = {
  outcome: "refused",
  text: "The limit of tool calls for this answer is reached. Answer with what you have.",
  said: "",
  cards: [],
};

/** Returns null when the answer is stopped first; the work continues and its result is discarded. */
async function untilStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | null> {
  if (stop.aborted) return null;
  let onStop: (() => void) | undefined;
  const stopped = new Promise<null>((resolve) => {
    onStop = () => resolve(null);
    stop.addEventListener("abort", onStop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    if (onStop) stop.removeEventListener("abort", onStop);
  }
}
