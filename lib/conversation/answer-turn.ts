import { randomBytes } from "node:crypto";
import { transaction } from "#db/client.ts";
import type { ChosenModel } from "#lib/ai/language-model.ts";
import type { GroundingOptions, Passage } from "#lib/ai/schema.ts";
import type { Chatbot } from "#lib/chatbot/queries.ts";
import type { Context } from "#lib/core/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/schema.ts";
import { type Found, type FoundPassage, searchKnowledge } from "#lib/knowledge/search-knowledge.ts";
import { buildPrompt, fitPassages, PASSAGE_TOKENS } from "./build-prompt.ts";
import { CitationMarks } from "./citation-marks.ts";
import { earlierContext } from "./follow-up.ts";
import type { LiveTurn } from "./live-turn.ts";
import type { OpenTurn } from "./open-turn.ts";
import { closeTurn, loadHistory, recordAttempt, savePartial, type TurnResult } from "./queries.ts";
import type { Citation, Grounding, TurnEnd } from "./schema.ts";
import { type AnswerLimits, streamAnswer } from "./stream-answer.ts";
import { endChunks, startChunk } from "./turn-chunks.ts";

export type AnswerInput = {
  chatbot: Chatbot;
  model: ChosenModel;
  turn: OpenTurn;
  /** Begun beside the write of the question. */
  found: Promise<Found>;
  limits: AnswerLimits;
};

export const PASSAGES_PER_TURN = 8;
const HISTORY_MESSAGES = 30;
const SAVE_EVERY_MS = 1_000;
const EXCERPT_CHARS = 300;

type Progress = { text: string; firstTokenAt: Date | null };
type Ending = Pick<TurnResult, "state" | "errorCode" | "inputTokens" | "outputTokens">;

/** Answers an open turn into `live` and stores how it ended. Never throws: every turn ends in a stored state. */
export async function answerTurn(ctx: Context, input: AnswerInput, live: LiveTurn): Promise<void> {
  const { turn } = input;
  const progress: Progress = { text: "", firstTokenAt: null };
  live.push(startChunk(turn));
  const saver = setInterval(() => void keepPartial(ctx, turn, progress, live), SAVE_EVERY_MS);
  let ending: Ending = { state: "failed", errorCode: "internal", inputTokens: null, outputTokens: null };
  let quoted: FoundPassage[] = [];
  let grounding: Grounding | undefined;
  try {
    const { passages, answer, marks } = await prepare(ctx, input, live);
    const cite = citer(live, passages, marks);
    live.push({ type: "text-start", id: "0" });
    for await (const event of answer) {
      if (event.type === "attempt") {
        if (event.number > 1) await recordAttempt(ctx, turn.turnId, event.number);
      } else if (event.type === "text") {
        progress.firstTokenAt ??= ctx.now();
        say(live, progress, cite(marks.push(event.delta)));
      } else {
        say(live, progress, cite(marks.end()));
        const errorCode = "errorCode" in event ? event.errorCode : null;
        ending = { state: event.state, errorCode, ...event.usage };
        if (event.state === "complete") grounding = marks.grounding;
        if ("cause" in event && event.cause) report(ctx, turn, event.cause, "model call failed");
      }
    }
    quoted = marks.cited.flatMap((number) => passages[number - 1] ?? []);
  } catch (error) {
    report(ctx, turn, error, "turn failed");
    if (progress.text) ending = { ...ending, state: "interrupted" };
  } finally {
    clearInterval(saver);
  }
  live.push({ type: "text-end", id: "0" });
  const stored = await store(ctx, turn, { ...ending, ...progress, quoted: quoted.map(toQuote) });
  const end: TurnEnd = stored
    ? { state: ending.state, errorCode: ending.errorCode ?? undefined, grounding }
    : { state: "interrupted", errorCode: "internal" };
  for (const chunk of endChunks(end)) live.push(chunk);
  live.end();
}

async function prepare(ctx: Context, input: AnswerInput, live: LiveTurn) {
  const { chatbot, model, turn, limits } = input;
  const [history, first] = await Promise.all([
    turn.hasHistory ? loadHistory(ctx, turn.conversationId, turn.questionId, HISTORY_MESSAGES) : [],
    input.found,
  ]);
  const asked = history.filter(({ role }) => role === "user").map(({ text }) => text);
  const { found, earlier } = await withEarlier(ctx, chatbot, { first, question: turn.question, asked });
  const passages = fitPassages(found.results, PASSAGE_TOKENS);
  const shown = passages.map(
    (passage, i): Passage => ({
      number: i + 1,
      title: passage.title,
      headingPath: passage.headingPath,
      text: passage.text,
      score: passage.score,
      isCuratedAnswer: passage.isCuratedAnswer,
    }),
  );
  const { answerable } = found;
  const { answerPolicy: policy = "knowledge" } = chatbot.config;
  const { question } = turn;
  const grounding: GroundingOptions = { question, earlier, passages: shown, answerable, policy };
  const prompt = buildPrompt({
    chatbot: { name: chatbot.name, persona: chatbot.config.persona },
    history,
    question,
    passages: shown,
    answerable,
    policy,
    fence: randomBytes(6).toString("hex"),
  });
  const { temperature, maxOutputTokens } = chatbot.config;
  const providerOptions = model.builtIn ? { parley: grounding } : undefined;
  const answer = streamAnswer(
    model.model,
    { prompt, temperature, maxOutputTokens, providerOptions },
    limits,
    live.stop.signal,
  );
  return { passages, answer, marks: new CitationMarks(shown.map((passage) => passage.number)) };
}

/**
 * A follow-up ("and how long does that take?") is searched with the questions before it. Where its language is not one
 * the rule knows, the last question is brought in only when the words alone found nothing.
 */
async function withEarlier(
  ctx: Context,
  chatbot: Chatbot,
  { first, question, asked }: { first: Found; question: string; asked: string[] },
): Promise<{ found: Found; earlier?: string }> {
  const { language } = chatbot.config;
  const isKnown = language === "english";
  const earlier = isKnown ? earlierContext(question, asked) : first.answerable ? undefined : asked.at(-1);
  if (!earlier) return { found: first };
  const found = await searchKnowledge(ctx, {
    chatbotId: chatbot.id,
    query: question,
    earlier: earlier.slice(-QUERY_MAX_CHARS),
    language,
    limit: PASSAGES_PER_TURN,
  });
  return found.answerable || !first.answerable ? { found, earlier } : { found: first };
}

/** Sends each citation ahead of the text in which its mark first stands. */
function citer(live: LiveTurn, passages: FoundPassage[], marks: CitationMarks) {
  let sent = 0;
  return (text: string): string => {
    for (; sent < marks.cited.length; sent += 1) {
      const passage = passages[(marks.cited[sent] ?? 0) - 1];
      if (passage)
        live.push({ type: "data-citation", id: `citation-${sent + 1}`, data: toCitation(passage, sent + 1) });
    }
    return text;
  };
}

function toCitation(passage: FoundPassage, number: number): Citation {
  const { documentId, title, headingPath, pages, text } = passage;
  return { number, documentId, title, headingPath, pages, excerpt: text.slice(0, EXCERPT_CHARS) };
}

function toQuote(passage: FoundPassage, index: number) {
  const { documentId, version, ordinal, start, end, headingPath } = passage;
  return {
    number: index + 1,
    documentId,
    documentVersion: version,
    ordinal,
    startOffset: start,
    endOffset: end,
    headingPath,
  };
}

function say(live: LiveTurn, progress: Progress, text: string): void {
  if (!text) return;
  progress.text += text;
  live.push({ type: "text-delta", id: "0", delta: text });
}

async function keepPartial(ctx: Context, turn: OpenTurn, progress: Progress, live: LiveTurn): Promise<void> {
  try {
    if (await savePartial(ctx, turn, progress.text)) live.stop.abort();
  } catch (error) {
    report(ctx, turn, error, "partial answer not saved");
  }
}

async function store(ctx: Context, turn: OpenTurn, result: TurnResult): Promise<boolean> {
  for (const pause of [0, 200, 1_000, 3_000]) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return await transaction(ctx, (tx) => closeTurn(tx, turn, result));
    } catch (error) {
      report(ctx, turn, error, "turn end not stored");
    }
  }
  return false;
}

function report(ctx: Context, turn: OpenTurn, error: unknown, msg: string): void {
  const { conversationId, turnId } = turn;
  log().warn(
    { requestId: ctx.requestId, tenantId: ctx.tenantId, conversationId, turnId, ...errorFields(error) },
    msg,
  );
}
