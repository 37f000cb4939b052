import type { LanguageModelV4FinishReason } from "@ai-sdk/provider";

/** The answer was cut at a limit. */
const CUT = /length|max_?(?:new_|output_|completion_)?tokens|token_?limit|context_window|truncat/i;
const FILTERED = /content_?filter|safety|sensitive|recitation|blocklist|prohibited|spii/i;
/** The server broke off. */
const BROKEN = /error|abort|cancel|insufficient_system_resource|overload|timeout/i;

/**
 * Maps a finish reason. Servers have their own words for a good end (`eos`, `end_turn`, or none), so every
 * reason that is no cut is one.
 * @param reason null where the stream ended without a finish
 */
export function finishReasonOf(reason: string | null, hasCalls: boolean): LanguageModelV4FinishReason {
  return { unified: unifiedReason(reason, hasCalls), raw: reason ?? undefined };
}

function unifiedReason(reason: string | null, hasCalls: boolean): LanguageModelV4FinishReason["unified"] {
  if (reason === null) return "interrupted";
  if (CUT.test(reason)) return "length";
  if (FILTERED.test(reason)) return "content-filter";
  if (BROKEN.test(reason)) return "error";
  return hasCalls ? "tool-calls" : "stop";
}
