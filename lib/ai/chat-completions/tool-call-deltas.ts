import type { LanguageModelV4ToolCall } from "@ai-sdk/provider";
import { isObject, type Json } from "./json.ts";

/** A piece of a tool call. Empty texts stand for what a server left out. */
export type ToolCallDelta = { index: number | null; id: string; name: string; input: string };

/** Reads the pieces of tool calls in a delta, `function_call` of older servers included. */
export function readToolCallDeltas(delta: Json): ToolCallDelta[] {
  const { tool_calls: calls, function_call: older } = delta;
  if (Array.isArray(calls)) return calls.filter(isObject).map((call) => readCall(call, call.function));
  return isObject(older) ? [readCall({ index: 0 }, older)] : [];
}

function readCall({ index, id }: Json, called: unknown): ToolCallDelta {
  const { name, arguments: input } = isObject(called) ? called : {};
  const number = index === undefined || index === null || index === "" ? Number.NaN : Number(index);
  return {
    index: Number.isInteger(number) ? number : null,
    id: textOf(id),
    name: textOf(name),
    input: isObject(input) ? JSON.stringify(input) : textOf(input),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** Puts tool calls together, also where their pieces have no index or id, or the name comes late. */
export class ToolCalls {
  readonly #calls: ToolCallDelta[] = [];

  add(delta: ToolCallDelta): void {
    const call = this.#find(delta);
    if (!call) {
      this.#calls.push({ ...delta });
      return;
    }
    call.index ??= delta.index;
    call.id ||= delta.id;
    call.name ||= delta.name;
    call.input += delta.input;
  }

  /** The calls that have a name. */
  all(): LanguageModelV4ToolCall[] {
    return this.#calls
      .filter(({ name }) => name !== "")
      .map(({ id, name, input }, index) => ({
        type: "tool-call",
        toolCallId: id || `call-${index + 1}`,
        toolName: name,
        input,
      }));
  }

  /** Undefined where the piece begins a new call. */
  #find({ index, id, name }: ToolCallDelta): ToolCallDelta | undefined {
    const same = id === "" ? undefined : this.#calls.find((call) => call.id === id);
    if (same && (index === null || same.index === null || same.index === index)) return same;
    const last = this.#calls.at(-1);
    const candidate = index === null ? last : this.#calls.findLast((call) => call.index === index);
    // Some servers give every call the index 0, or none, and tell them apart by their ids or names alone.
    const isOther = candidate && id !== "" && candidate.id !== "" && name !== "";
    const isNext = candidate && index === null && name !== "" && candidate.name !== "";
    return isOther || isNext ? undefined : candidate;
  }
}
