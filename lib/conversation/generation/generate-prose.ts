import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Write } from "#lib/skills/skill.ts";
import { type AnswerLimits, type AnswerUsage, streamAnswer } from "./stream-answer.ts";

const MAX_TOKENS = 600;
const TIMEOUT_MS = 25_000;

/**
 * Generates a short text in the chatbot's voice, for a skill. Stopping the answer does not stop it: other
 * answers may be waiting for the same text.
 * @returns null as text where the model did not complete it
 */
export async function generateProse(
  { name, config }: Pick<Chatbot, "name" | "config">,
  { model }: ChosenModel,
  { instructions, facts }: Parameters<Write>[0],
  limits: AnswerLimits,
): Promise<{ text: string | null; usage: AnswerUsage }> {
  const options = {
    prompt: [
      { role: "system" as const, content: `You are ${name}. ${config.persona}\n\n${instructions}`.trim() },
      { role: "user" as const, content: [{ type: "text" as const, text: facts }] },
    ],
    temperature: config.temperature,
    maxOutputTokens: MAX_TOKENS,
  };
  const proseLimits = { ...limits, totalMs: Math.min(limits.totalMs, TIMEOUT_MS), attempts: 2 };
  let text = "";
  for await (const event of streamAnswer(model, options, proseLimits, new AbortController().signal)) {
    if (event.type === "text") text += event.delta;
    else if (event.type === "end") {
      const isWhole = event.state === "complete" && text.trim() !== "";
      return { text: isWhole ? text.replaceAll("\u0000", "").trim() : null, usage: event.usage };
    }
  }
  return { text: null, usage: { inputTokens: null, outputTokens: null } };
}
