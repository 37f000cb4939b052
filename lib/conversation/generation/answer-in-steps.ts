import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4Prompt,
  LanguageModelV4ToolCall,
} from "@ai-sdk/provider";
import { z } from "zod";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Card, SkillCall } from "#lib/skills/card.ts";
import type { SkillUse } from "#lib/skills/run-skill.ts";
import type { Skill } from "#lib/skills/skill.ts";
import { type AnswerEvent, type AnswerLimits, type AnswerUsage, streamAnswer } from "./stream-answer.ts";

/** Calls of the model in one answer; in the last one it is offered no skills. */
export const MAX_STEPS = 5;
/** Uses of skills in one answer; what a model asks for beyond it is refused, and not even answered beyond twice as many. */
export const MAX_CALLS = 8;

type End = Extract<AnswerEvent, { type: "end" }>;

export type StepEvent =
  | Exclude<AnswerEvent, End>
  | Exclude<End, { state: "called" }>
  | { type: "skill"; call: SkillCall }
  | { type: "cards"; callId: string; cards: Card[] };

export type StepsInput = {
  model: ChosenModel;
  /** Answers in its place where it fails before anything is shown. */
  spare: ChosenModel | null;
  options: LanguageModelV4CallOptions;
  skills: readonly Skill[];
  use(call: { name: string; input: unknown }): Promise<SkillUse>;
  limits: AnswerLimits;
  stop: AbortSignal;
};

/**
 * Streams an answer over as many calls of the model as its use of skills needs, within caps. What it says in each stands in a
 * paragraph of its own. Ends with exactly one `end`, whose usage is that of all calls together.
 */
export async function* answerInSteps(input: StepsInput): AsyncGenerator<StepEvent> {
  const { options, skills, use, limits, stop } = input;
  const deadline = Date.now() + limits.totalMs;
  const tools = skills.map(toolOf);
  let { model } = input.model;
  let { spare } = input;
  let { prompt } = options;
  let usage = NOTHING_USED;
  let isSpare = false;
  let attempts = 0;
  let used = 0;
  let isShown = false;
  let hasText = false;
  for (let step = 1; ; step += 1) {
    const offered = step < MAX_STEPS && tools.length > 0 ? tools : undefined;
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
      } else {
        if (said === "" && hasText) yield { type: "text", delta: "\n\n" };
        said += event.delta;
        isShown = true;
        hasText = true;
        yield event;
      }
    }
    if (!end) throw new Error("An answer ended without an end.");
    if (!isSpare) usage = addUsage(usage, end.usage);
    if (end.state === "failed" && !isShown && spare && !stop.aborted) {
      ({ model } = spare);
      ({ prompt } = options);
      spare = null;
      // Its answers cost nothing, and the one that failed has said nothing.
      isSpare = true;
      usage = NOTHING_USED;
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
      const result = isRefused ? tooMany : await untilStopped(use({ name, input: inputOf(call) }), stop);
      if (!result) {
        // Nobody finishes it, and nothing shown stays at work.
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
      // It was offered no skill and calls one all the same: there is nothing more to come from it.
      yield isShown
        ? { type: "end", state: "complete", usage }
        : {
            type: "end",
            state: "failed",
            errorCode: "model_cut",
            usage,
            cause: new Error("Only calls came."),
          };
      return;
    }
    prompt = [...prompt, ...asPrompt(said, results)];
  }
}

export const NOTHING_USED: AnswerUsage = { inputTokens: 0, outputTokens: 0 };

const tooMany: SkillUse = {
  outcome: "refused",
  text: "The limit of tool calls for this answer is reached. Answer with what you have.",
  said: "",
  cards: [],
};

function toolOf({ name, description, input }: Skill): LanguageModelV4FunctionTool {
  const inputSchema = z.toJSONSchema(input, { io: "input" }) as LanguageModelV4FunctionTool["inputSchema"];
  return { type: "function", name, description, inputSchema };
}

/** What a model wrote as input; an empty text means none. */
function inputOf({ input }: LanguageModelV4ToolCall): unknown {
  try {
    return input.trim() === "" ? {} : JSON.parse(input);
  } catch {
    return undefined;
  }
}

function asPrompt(
  said: string,
  results: { call: LanguageModelV4ToolCall; result: SkillUse }[],
): LanguageModelV4Prompt {
  return [
    {
      role: "assistant",
      content: [
        ...(said ? [{ type: "text" as const, text: said }] : []),
        ...results.map(({ call }) => ({
          type: "tool-call" as const,
          toolCallId: call.toolCallId,
          toolName: call.toolName,
          input: inputOf(call) ?? {},
        })),
      ],
    },
    {
      role: "tool",
      content: results.map(({ call, result }) => ({
        type: "tool-result" as const,
        toolCallId: call.toolCallId,
        toolName: call.toolName,
        output: {
          type: result.outcome === "done" ? ("text" as const) : ("error-text" as const),
          value: result.text,
        },
        providerOptions: { parley: { said: result.said } },
      })),
    },
  ];
}

/** Null where the answer is stopped meanwhile; what was begun goes on, and is lost. */
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

/** Where one of them is not known, the sum is not. */
export function addUsage(one: AnswerUsage, other: AnswerUsage): AnswerUsage {
  const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  return {
    inputTokens: plus(one.inputTokens, other.inputTokens),
    outputTokens: plus(one.outputTokens, other.outputTokens),
  };
}
