import { type Generation, generateOnce } from "#lib/ai/generate-once.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Write } from "#lib/skills/skill.ts";
import type { AnswerLimits } from "./answer-event.ts";

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
): Promise<Generation> {
  try {
    return await generateOnce(model, {
      instructions: `You are ${name}. ${config.persona}\n\n${instructions}`.trim(),
      prompt: facts,
      temperature: config.temperature,
      maxOutputTokens: MAX_TOKENS,
      timeoutMs: Math.min(limits.totalMs, TIMEOUT_MS),
      maxRetries: 1,
    });
  } catch {
    // The skill has words of its own for this case.
    return { text: null, inputTokens: null, outputTokens: null };
  }
}
