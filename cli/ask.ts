import type { Citation, ModelLabel, TurnChunk, TurnEnd } from "#lib/conversation/schema.ts";
import type { Grounding } from "#lib/mark-parsing/grounding.ts";
import type { Card } from "#lib/skills/card.ts";
import { connect } from "./connect.ts";
import { errorSentence } from "./error-sentence.ts";
import { place } from "./format-search.ts";
import { plain } from "./plain.ts";
import { readOptions } from "./read-options.ts";
import { UsageError } from "./usage-error.ts";

export type Answer = {
  question: string;
  text: string;
  state: TurnEnd["state"] | "lost";
  errorCode: TurnEnd["errorCode"] | null;
  /** Why it did not complete, for a person. */
  reason: string | null;
  citations: Citation[];
  /** What skills have shown. */
  cards: Card[];
  /** What it rests on by the model's own marks; null where it did not complete or the server does not say. */
  grounding: Grounding | null;
  conversationId: string | null;
  turnId: string | null;
  model: ModelLabel | null;
};

export async function ask(args: string[]): Promise<number> {
  const { positionals, target, isJson } = readOptions(args);
  const question = positionals.join(" ").trim();
  if (!question) throw new UsageError("ask needs a QUESTION in quotes.");
  const { client, chatbot } = await connect(target);
  try {
    const write = (text: string) => !isJson && process.stdout.write(plain(text));
    const answer = await readAnswer(question, client.ask({ chatbot, question }), write);
    if (isJson) process.stdout.write(`${JSON.stringify(answer)}\n`);
    else
      process.stdout.write(
        `${answer.text.endsWith("\n") || !answer.text ? "" : "\n"}${formatSources(answer.citations)}`,
      );
    if (answer.state === "complete") return 0;
    process.stderr.write(`The answer is incomplete: ${answer.reason ?? answer.errorCode ?? answer.state}\n`);
    return 1;
  } finally {
    await client.close();
  }
}

/** Follows a turn to its end; an end of the stream without the turn's own is "lost". */
export async function readAnswer(
  question: string,
  chunks: AsyncIterable<TurnChunk>,
  write: (delta: string) => void,
): Promise<Answer> {
  const answer: Answer = {
    question,
    text: "",
    state: "lost",
    errorCode: null,
    reason: "The connection closed before the answer was complete.",
    citations: [],
    cards: [],
    grounding: null,
    conversationId: null,
    turnId: null,
    model: null,
  };
  try {
    for await (const chunk of chunks) take(answer, chunk, write);
  } catch (error) {
    if (answer.turnId === null) throw error;
    answer.reason = errorSentence(error);
  }
  return answer;
}

function take(answer: Answer, chunk: TurnChunk, write: (delta: string) => void): void {
  switch (chunk.type) {
    case "start": {
      const { conversationId, turnId, model } = chunk.messageMetadata;
      Object.assign(answer, { conversationId, turnId, model });
      return;
    }
    case "text-delta":
      answer.text += chunk.delta;
      write(chunk.delta);
      return;
    case "data-retract":
      answer.text = answer.text.slice(0, chunk.data.length);
      answer.citations.length = Math.min(answer.citations.length, chunk.data.citations);
      write("\n");
      return;
    case "data-card":
      answer.cards.push(chunk.data.card);
      write(`${chunk.data.card.text}\n\n`);
      return;
    case "data-citation":
      answer.citations.push(chunk.data);
      return;
    case "message-metadata":
      answer.state = chunk.messageMetadata.state;
      answer.errorCode = chunk.messageMetadata.errorCode ?? null;
      answer.grounding = chunk.messageMetadata.grounding ?? null;
      answer.reason = null;
      return;
    case "error":
      answer.reason = chunk.errorText;
      return;
    default:
      return;
  }
}

/** The sources that the answer's marks stand for, in their order. */
export function formatSources(citations: Citation[]): string {
  if (citations.length === 0) return "";
  const lines = citations.map((citation) => `  [${citation.number}] ${place(citation)}`);
  return `\nSources\n${lines.join("\n")}\n`;
}
