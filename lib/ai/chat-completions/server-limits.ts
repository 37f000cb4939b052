import { LRUCache } from "lru-cache";
import { singleton } from "#lib/core/singleton.ts";

/** What a server has refused in this process, and gets no more. */
export type ServerLimits = {
  hasStreamOptions: boolean;
  /** The name of the output limit; null where the server accepts none. */
  outputLimit: "max_tokens" | "max_completion_tokens" | null;
  hasTemperature: boolean;
  hasTools: boolean;
  hasSystemRole: boolean;
};

const NO_LIMITS: ServerLimits = {
  hasStreamOptions: true,
  outputLimit: "max_tokens",
  hasTemperature: true,
  hasTools: true,
  hasSystemRole: true,
};

const known = () => singleton("chat-server-limits", () => new LRUCache<string, ServerLimits>({ max: 2_000 }));

/** @param server its owner, base URL and model: behind one URL, models may differ */
export function limitsOf(server: string): ServerLimits {
  return known().get(server) ?? NO_LIMITS;
}

export function rememberLimits(server: string, limits: ServerLimits): void {
  known().set(server, limits);
}

/** The output limit does not fit: its value, or the context length together with the prompt. */
const LIMIT_TOO_LARGE =
  /tokens\b.{0,40}(?:too (?:large|big)|exceed|at most|less than|greater than)|context (?:length|window|size)/i;

/**
 * Returns the limits to try next after a refusal, by what its text names; without a name, what servers refuse
 * most often. Null where nothing is left to give up.
 */
export function narrowLimits(limits: ServerLimits, refusal: string): ServerLimits | null {
  const names = (pattern: RegExp) => pattern.test(refusal);
  if (limits.hasStreamOptions && names(/stream_?options|include_usage/i))
    return { ...limits, hasStreamOptions: false };
  if (limits.outputLimit && names(LIMIT_TOO_LARGE)) return { ...limits, outputLimit: null };
  if (limits.outputLimit && names(/max_(?:completion_|output_|new_)?tokens/i))
    return { ...limits, outputLimit: limits.outputLimit === "max_tokens" ? "max_completion_tokens" : null };
  if (limits.hasTemperature && names(/temperature/i)) return { ...limits, hasTemperature: false };
  if (limits.hasTools && names(/\btools?\b|tool_choice|function.?call/i))
    return { ...limits, hasTools: false };
  if (limits.hasSystemRole && names(/\bsystem\b|\brole\b|developer/i))
    return { ...limits, hasSystemRole: false };
  return limits.hasStreamOptions ? { ...limits, hasStreamOptions: false } : null;
}
