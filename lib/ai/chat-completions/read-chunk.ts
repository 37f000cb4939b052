import { isObject, type Json } from "./json.ts";
import { readUsage, type TokenCounts } from "./read-usage.ts";
import { readToolCallDeltas, type ToolCallDelta } from "./tool-call-deltas.ts";

export type ChatChunk = {
  text: string;
  /** Thoughts in a field of their own. */
  thought: string;
  calls: ToolCallDelta[];
  /** Null until the model has finished; an empty text is a finish without a reason. */
  finish: string | null;
  usage: TokenCounts | null;
};

export type ServerError = { message: string; code: string | number | undefined };

const NOTHING: ChatChunk = { text: "", thought: "", calls: [], finish: null, usage: null };

/** Fields that servers send thoughts in. */
const THOUGHT_FIELDS = ["reasoning_content", "reasoning", "reasoning_text", "thinking", "thought"];

/**
 * Reads a chunk, or a whole completion, of the chat completions API. Tolerates what servers vary: absent and
 * null fields, content in parts, more than one choice (only the first counts).
 */
export function readChunk(value: unknown): ChatChunk {
  if (!isObject(value)) return NOTHING;
  const usage = readUsage(value.usage);
  const choice = firstChoice(value.choices);
  if (!choice) return { ...NOTHING, usage };
  const delta = [choice.delta, choice.message].find(isObject) ?? {};
  const content = readContent(delta.content ?? choice.text);
  const thought = THOUGHT_FIELDS.map((field) => readContent(delta[field]).text).find(Boolean) ?? "";
  return {
    text: content.text + readContent(delta.refusal).text,
    thought: thought || content.thought,
    calls: readToolCallDeltas(delta),
    finish: readFinish(choice.finish_reason),
    usage,
  };
}

/** Returns the error that a server sent in place of a chunk. */
export function readError(value: unknown, eventName?: string): ServerError | null {
  if (!isObject(value)) return null;
  const hasChoices = Array.isArray(value.choices);
  const { error, message, detail, code, status, object, type } = value;
  if (error) return errorOf(error, code);
  const isError = eventName === "error" || object === "error" || type === "error";
  const words = typeof message === "string" ? message : detail;
  if (hasChoices && !isError) return null;
  return isError || words ? errorOf(words ?? value, code ?? status) : null;
}

function errorOf(error: unknown, outerCode: unknown): ServerError {
  const inner = isObject(error) ? error : {};
  const message = typeof error === "string" ? error : inner.message;
  const code = [inner.code, outerCode, inner.type].find(
    (one) => typeof one === "string" || typeof one === "number",
  );
  return {
    message: typeof message === "string" ? message : JSON.stringify(error),
    code: code as string | number | undefined,
  };
}

function firstChoice(choices: unknown): Json | null {
  if (!Array.isArray(choices)) return null;
  const listed = choices.filter(isObject);
  return listed.find(({ index }) => index === undefined || index === null || Number(index) === 0) ?? null;
}

function readFinish(reason: unknown): string | null {
  return typeof reason === "string" ? reason : null;
}

/** Content is text, a list of parts, or one part; parts of type `thinking` are thoughts. */
function readContent(content: unknown): { text: string; thought: string } {
  if (typeof content === "string") return { text: content, thought: "" };
  const parts = Array.isArray(content) ? content : isObject(content) ? [content] : [];
  let text = "";
  let thought = "";
  for (const part of parts) {
    if (typeof part === "string") text += part;
    if (!isObject(part)) continue;
    if (part.type === "thinking" || part.type === "reasoning")
      thought += readContent(part.thinking ?? part.reasoning ?? part.text).text;
    else text += readContent(part.text ?? part.content).text;
  }
  return { text, thought };
}
