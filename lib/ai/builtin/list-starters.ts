import type { GroundingOptions } from "../schema.ts";
import type { ReplyLanguage } from "./phrases.ts";
import { escapeLineStart } from "./print-quotes.ts";
import { replies } from "./replies.ts";

/** The chatbot's starter questions as a list with a sentence before it; empty if it has none. */
export function listStarters({ chatbot }: GroundingOptions, language: ReplyLanguage): string {
  const starters = chatbot?.starters ?? [];
  if (starters.length === 0) return "";
  const lines = starters.map((starter) => `- ${escapeLineStart(starter.replace(/\s+/g, " "))}`);
  return `${replies[language].examples}\n\n${lines.join("\n")}`;
}
