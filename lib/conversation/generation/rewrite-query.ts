import { type Generation, generateOnce } from "#lib/ai/generate-once.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/retrieval/schema.ts";
import { type HistoryMessage, plainText } from "../../prompt/history-message.ts";

const TIMEOUT_MS = 3_000;
const MAX_TOKENS = 120;
const MESSAGES = 6;
const MESSAGE_CHARS = 600;

const INSTRUCTIONS =
  "Rewrite the last message of the conversation as one search query that can be understood on its own: name what it refers to. Keep its language. Reply with the query alone, on one line, and do not answer it.";

/** Rewrites a follow-up so that it can be searched alone; null as query where the model took too long. */
export async function rewriteQuery(
  { model }: Pick<ChosenModel, "model">,
  { history, question, stop }: { history: readonly HistoryMessage[]; question: string; stop: AbortSignal },
): Promise<Pick<Generation, "inputTokens" | "outputTokens"> & { query: string | null }> {
  const said = history
    .slice(-MESSAGES)
    .map((message) => `${SPEAKER[message.role]}: ${shorten(plainText(message))}`);
  try {
    const { text, ...usage } = await generateOnce(model, {
      instructions: INSTRUCTIONS,
      prompt: [...said, `Last message: ${question}`].join("\n"),
      maxOutputTokens: MAX_TOKENS,
      timeoutMs: TIMEOUT_MS,
      maxRetries: 0,
      stop,
    });
    return { query: text && readQuery(text), ...usage };
  } catch {
    return { query: null, inputTokens: 0, outputTokens: 0 };
  }
}

const SPEAKER = { user: "Person", assistant: "Chatbot" } as const;

function shorten(text: string): string {
  return text.length <= MESSAGE_CHARS ? text : `${text.slice(0, MESSAGE_CHARS)}…`;
}

/** The first line, without a label or quotes around it. */
function readQuery(text: string): string | null {
  const line = text.split("\n").find((one) => one.trim() !== "") ?? "";
  const query = line
    .replace(/^\s*(?:search query|query|rewritten|suchanfrage)\s*:\s*/i, "")
    .replace(/^[\s"'“„«`*]+|[\s"'”“»`*]+$/g, "");
  return query === "" || query.length > QUERY_MAX_CHARS ? null : query;
}
