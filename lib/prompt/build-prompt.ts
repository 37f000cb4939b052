import type { LanguageModelV4Prompt } from "@ai-sdk/provider";
import type { AnswerPolicy, Passage } from "#lib/ai/schema.ts";
import { AUTHOR_RULE, isTagged } from "./author-tags.ts";
import { type HistoryMessage, plainText } from "./history-message.ts";
import { promptRules } from "./prompt-rules.ts";

export type PromptInput = {
  chatbot: { name: string; persona: string };
  /** Oldest first, as stored. Never taken from the client. */
  history: HistoryMessage[];
  question: string;
  passages: Passage[];
  /** False: the search judges that the passages may not hold the answer. */
  answerable: boolean;
  policy: AnswerPolicy;
  hasSkills?: boolean;
  today: Date;
  /** Random text around the passages: a document cannot close a fence it does not know. */
  fence: string;
};

/** Assumes four characters per token, which is close for English; callers keep a margin. */
function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Created once: it costs more than the rest of the prompt. */
const longDate = new Intl.DateTimeFormat("en", { dateStyle: "full", timeZone: "UTC" });

const HISTORY_TOKENS = 3_000;
/** Room for twelve passages of usual length. */
export const PASSAGE_TOKENS = 5_000;

/** Returns the newest whole messages that fit the budget, starting with a question. */
function fitHistory(history: HistoryMessage[], budget: number): HistoryMessage[] {
  let left = budget;
  let from = history.length;
  while (from > 0) {
    const message = history[from - 1];
    const cost = (message ? estimateTokens(plainText(message)) : 0) + 4;
    if (cost > left) break;
    left -= cost;
    from -= 1;
  }
  while (from < history.length && history[from]?.role !== "user") from += 1;
  return history.slice(from);
}

/** Returns the best passages that fit the budget; one that is too long is skipped, not cut. */
export function fitPassages<T extends { text: string }>(passages: T[], budget: number): T[] {
  let left = budget;
  return passages.filter(({ text }) => {
    const cost = estimateTokens(text) + 30;
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}

function placeOf({ number, title, headingPath, date }: Passage): string {
  const place = [title, ...headingPath.filter((heading) => heading !== title)].join(" > ");
  return `[${number}] ${place.replaceAll("\n", " ")}${date ? ` (${date})` : ""}`;
}

function fencePassages(passages: Passage[], fence: string): string {
  const quoted = passages.map((passage) => `${placeOf(passage)}\n${passage.text}`).join("\n\n");
  return `<<<passages ${fence}\n${quoted.replaceAll(fence, "")}\npassages ${fence}>>>`;
}

/**
 * Builds the prompt of a turn from stored values only. Passages are never withheld from a model. The rules in
 * it are worded in prompt-rules.ts.
 */
export function buildPrompt(input: PromptInput): LanguageModelV4Prompt {
  const { chatbot, history, question, passages, answerable, policy, hasSkills = false, today, fence } = input;
  const hasPassages = passages.length > 0;
  const curated = passages.find(({ isCuratedAnswer }) => isCuratedAnswer)?.number;
  const asked = hasPassages ? `${fencePassages(passages, fence)}\n\n${question}` : question;
  const rules = promptRules({ policy, hasPassages, answerable, curated, hasSkills });
  const authors = isTagged(question) ? `\n\n${AUTHOR_RULE}` : "";
  return [
    {
      role: "system",
      content: `${`You are ${chatbot.name}. ${chatbot.persona}`.trim()}\n\nToday is ${longDate.format(today)}.\n\n${rules}${authors}`,
    },
    ...fitHistory(history, HISTORY_TOKENS).map((message) => ({
      role: message.role,
      content: [{ type: "text" as const, text: plainText(message) }],
    })),
    { role: "user", content: [{ type: "text", text: asked }] },
  ];
}
