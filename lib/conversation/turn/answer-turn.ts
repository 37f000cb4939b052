import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { waitForDatabase } from "#db/database-unavailable.ts";
import { limitPerTenant } from "#db/limit-per-tenant.ts";
import { builtIn, type ChosenModel } from "#lib/ai/language-model.ts";
import type { GroundingOptions, Passage } from "#lib/ai/schema.ts";
import { notifyBudgets } from "#lib/billing/notify-budgets.ts";
import { settlingUsage, type Used } from "#lib/billing/settle-usage.ts";
import type { Chatbot } from "#lib/chatbot/chatbot.ts";
import type { Context } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { type Found, type FoundPassage, searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { QUERY_MAX_CHARS } from "#lib/knowledge/schema.ts";
import type { Card, SkillCall } from "#lib/skills/card.ts";
import { recognizeSkill, skillsOf } from "#lib/skills/catalog.ts";
import { runSkill } from "#lib/skills/run-skill.ts";
import type { Write } from "#lib/skills/skill.ts";
import { addUsage, answerInSteps, NOTHING_USED } from "../generation/answer-in-steps.ts";
import { buildPrompt, fitPassages, PASSAGE_TOKENS } from "../generation/build-prompt.ts";
import { CitationMarks } from "../generation/citation-marks.ts";
import { earlierContext } from "../generation/detect-follow-up.ts";
import { generateProse } from "../generation/generate-prose.ts";
import type { AnswerLimits, AnswerUsage } from "../generation/stream-answer.ts";
import { releaseTurn } from "../queries/queued-turns.ts";
import { closeTurn, type QuotedPassage, type TurnResult } from "../queries/turn-end.ts";
import type { LogRow } from "../queries/turn-log.ts";
import { loadHistory, readTurn, recordAttempt } from "../queries/turns.ts";
import type { Citation, Grounding, TurnChunk, TurnEnd } from "../schema.ts";
import type { LiveTurn } from "../stream/live-turn.ts";
import { writeLogEntry } from "../stream/log-entry.ts";
import {
  cardChunk,
  citationChunk,
  endChunks,
  type Shown,
  skillChunk,
  startChunk,
} from "../stream/turn-chunks.ts";
import { type LoggedTurn, turnLog } from "../stream/turn-log.ts";
import { enqueueNextTurn } from "./enqueue-next-turn.ts";
import type { Turn } from "./start-turn.ts";
import { TurnTelemetry } from "./turn-telemetry.ts";

export type AnswerInput = {
  chatbot: Chatbot;
  model: ChosenModel;
  turn: Turn;
  /** Pseudonym of whoever asked. */
  asker: string;
  /** Begun beside the write of the question. */
  found: Promise<Found>;
  limits: AnswerLimits;
};

export const PASSAGES_PER_TURN = 8;
const HISTORY_MESSAGES = 30;
const EXCERPT_CHARS = 300;
/** An answer that is whole here is worth waiting for a database that is away. */
const STORE_PATIENCE_MS = 60_000;
const LONGEST_STORE_PAUSE_MS = 2_000;

/** `inputChars`: of the prompt; null until the model is called. `prose`: what skills had written, beside the answer. */
type Progress = Shown & {
  text: string;
  firstTokenAt: Date | null;
  inputChars: number | null;
  prose: AnswerUsage;
};
type Ending = Pick<TurnResult, "state" | "errorCode" | "inputTokens" | "outputTokens">;

/** Where a turn's chunks go: to who follows it here, and to its log. */
class Outlet {
  readonly live: LiveTurn;
  readonly logged: LoggedTurn;

  constructor(ctx: Context, { turnId, epoch }: Turn, live: LiveTurn) {
    this.live = live;
    this.logged = turnLog().open({ tenantId: ctx.tenantId, turnId, epoch }, live);
  }

  send(chunk: TurnChunk, quote?: QuotedPassage): void {
    this.live.push(chunk);
    this.logged.add(writeLogEntry({ chunk, quote }));
  }
}

/**
 * Answers an open turn into `live` and its log, and stores how it ended. Never throws: every turn ends in a stored state,
 * unless another process has taken it over, which then ends it.
 */
export function answerTurn(ctx: Context, input: AnswerInput, live: LiveTurn): Promise<void> {
  const watch = new TurnTelemetry(input.turn);
  return watch.during(() => answerInto(live, watch, ctx, input));
}

async function answerInto(
  live: LiveTurn,
  watch: TurnTelemetry,
  ctx: Context,
  input: AnswerInput,
): Promise<void> {
  const { turn } = input;
  const progress: Progress = {
    text: "",
    cards: [],
    skills: [],
    firstTokenAt: null,
    inputChars: null,
    prose: NOTHING_USED,
  };
  const outlet = new Outlet(ctx, turn, live);
  outlet.send(startChunk(turn));
  let ending: Ending = { state: "failed", errorCode: "internal", inputTokens: null, outputTokens: null };
  let quoted: FoundPassage[] = [];
  let grounding: Grounding | undefined;
  try {
    const { passages, answer, marks, inputChars } = await prepare(ctx, input, live, progress);
    const cite = citer(outlet, passages, marks);
    outlet.send({ type: "text-start", id: "0" });
    progress.inputChars = inputChars;
    for await (const event of answer) {
      if (event.type === "attempt") {
        const isAgain = event.number > 1;
        if (isAgain && (await waitForDatabase(() => recordAttempt(ctx, turn))) === null)
          live.stopFor("fence");
        watch.called(event.number);
      } else if (event.type === "text") {
        progress.firstTokenAt ??= ctx.now();
        say(outlet, progress, cite(marks.push(event.delta)));
        watch.heard();
      } else if (event.type === "skill") {
        tell(outlet, progress, event.call);
      } else if (event.type === "cards") {
        progress.firstTokenAt ??= ctx.now();
        say(outlet, progress, cite(marks.end()));
        for (const card of event.cards) show(outlet, progress, card);
        watch.heard();
      } else {
        say(outlet, progress, cite(marks.end()));
        const errorCode = "errorCode" in event ? event.errorCode : null;
        ending = { state: event.state, errorCode, ...addUsage(event.usage, progress.prose) };
        watch.answered(ending);
        if (event.state === "complete") grounding = marks.grounding;
        if (event.state === "stopped" && live.stopCause === "drain")
          ending = { ...ending, state: "interrupted", errorCode: "process_ended" };
        if ("cause" in event && event.cause) report(ctx, turn, event.cause, "model call failed");
      }
    }
    quoted = marks.cited.flatMap((number) => passages[number - 1] ?? []);
  } catch (error) {
    report(ctx, turn, error, "turn failed");
    if (progress.text || progress.cards.length > 0) ending = { ...ending, state: "interrupted" };
  }
  if (live.stopCause === "fence") {
    await turnLog().close(outlet.logged);
    watch.ended("moved", ending);
    return live.end();
  }
  if (
    live.stopCause === "drain" &&
    ending.state === "interrupted" &&
    !progress.text &&
    progress.cards.length === 0
  )
    return letGo(ctx, turn, outlet, () => watch.ended("moved", ending));
  outlet.send({ type: "text-end", id: "0" });
  const end: TurnEnd = { state: ending.state, errorCode: ending.errorCode ?? undefined, grounding };
  // In the log with the end itself, shown only once that is stored.
  for (const chunk of endChunks(end)) outlet.logged.add(writeLogEntry({ chunk }));
  const rest = await turnLog().close(outlet.logged);
  const { text, firstTokenAt, cards, skills } = progress;
  const result = { ...ending, text, firstTokenAt, cards, skills, quoted: quoted.map(toQuote) };
  const { stored, isDue, hasNext } = await watch.stored(() =>
    store(ctx, turn, result, rest, usedBy(input.model, ending, progress)),
  );
  if (stored === "gone")
    for (const chunk of endChunks({ state: "interrupted", errorCode: "internal" })) live.push(chunk);
  else if (stored === "stored") for (const chunk of endChunks(end)) live.push(chunk);
  live.end();
  watch.ended(stored === "stored" ? ending.state : stored, ending);
  if (hasNext) await enqueueNextTurn(ctx, turn.conversationId);
  if (isDue) await notifyBudgets(ctx);
}

/** A turn that has said nothing when its process ends is left to another one, or to the next start of this one. */
async function letGo(ctx: Context, turn: Turn, { live, logged }: Outlet, onGone: () => void): Promise<void> {
  await turnLog().close(logged);
  await releaseTurn(ctx, turn).catch((error: unknown) => report(ctx, turn, error, "turn not let go"));
  onGone();
  live.end();
}

async function prepare(ctx: Context, input: AnswerInput, live: LiveTurn, progress: Progress) {
  const { chatbot, model, turn, asker, limits } = input;
  const [history, first] = await Promise.all([
    turn.hasHistory
      ? waitForDatabase(() => loadHistory(ctx, turn.conversationId, turn.questionId, HISTORY_MESSAGES))
      : [],
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
  const skills = skillsOf(chatbot.config.skills ?? []);
  const wanted = recognizeSkill(skills, question) ?? undefined;
  const grounding: GroundingOptions = {
    question,
    earlier,
    passages: shown,
    answerable,
    policy,
    skill: wanted as GroundingOptions["skill"],
  };
  const prompt = buildPrompt({
    chatbot: { name: chatbot.name, persona: chatbot.config.persona },
    history,
    question,
    passages: shown,
    answerable,
    policy,
    hasSkills: skills.length > 0,
    fence: randomBytes(6).toString("hex"),
  });
  const { temperature, maxOutputTokens } = chatbot.config;
  const providerOptions = model.builtIn || wanted ? { parley: grounding } : undefined;
  const write = async (order: Parameters<Write>[0]) => {
    if (model.builtIn) return null;
    await recordAttempt(ctx, turn);
    const { text, usage } = await generateProse(chatbot, model, order, limits);
    progress.prose = addUsage(progress.prose, usage);
    return text;
  };
  const { language } = chatbot.config;
  const skillTurn = { chatbotId: chatbot.id, asker, question, seed: turn.turnId, language, write };
  const answer = answerInSteps({
    model,
    // What was asked for in words a skill knows needs no model.
    spare: wanted && !model.builtIn ? builtIn() : null,
    options: { prompt, temperature, maxOutputTokens, providerOptions },
    skills,
    use: (call) => runSkill(ctx, skills, call, skillTurn),
    limits,
    stop: live.stopSignal,
  });
  const marks = new CitationMarks(shown.map((passage) => passage.number));
  return { passages, answer, marks, inputChars: JSON.stringify(prompt).length };
}

/** What the turn is settled with: the built-in model is counted in messages alone. */
function usedBy(model: ChosenModel, ending: Ending, { text, inputChars }: Progress): Used {
  const { inputTokens, outputTokens } = ending;
  const isRefused = ending.state === "failed" && text === "" && inputTokens === null;
  const isUnused = model.builtIn || inputChars === null || isRefused;
  return { inputTokens, outputTokens, outputChars: text.length, inputChars, isUnused };
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
  const found = await waitForDatabase(() =>
    searchKnowledge(ctx, {
      chatbotId: chatbot.id,
      query: question,
      earlier: earlier.slice(-QUERY_MAX_CHARS),
      language,
      limit: PASSAGES_PER_TURN,
    }),
  );
  return found.answerable || !first.answerable ? { found, earlier } : { found: first };
}

/** Sends each citation ahead of the text in which its mark first stands. */
function citer(outlet: Outlet, passages: FoundPassage[], marks: CitationMarks) {
  let sent = 0;
  return (text: string): string => {
    for (; sent < marks.cited.length; sent += 1) {
      const passage = passages[(marks.cited[sent] ?? 0) - 1];
      if (passage) outlet.send(citationChunk(toCitation(passage, sent + 1)), toQuote(passage, sent));
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

function say(outlet: Outlet, progress: Progress, given: string): void {
  // The database keeps no such sign in a text.
  const text = given.replaceAll("\u0000", "");
  if (!text) return;
  progress.text += text;
  outlet.send({ type: "text-delta", id: "0", delta: text });
}

function show(outlet: Outlet, progress: Progress, card: Card): void {
  const placed = { at: progress.text.length, card };
  outlet.send(cardChunk(placed, progress.cards.length));
  progress.cards.push(placed);
}

function tell(outlet: Outlet, progress: Progress, call: SkillCall): void {
  progress.skills = [...progress.skills.filter(({ id }) => id !== call.id), call];
  outlet.send(skillChunk(call));
}

/**
 * `moved`: another process has the turn, or has ended it. `gone`: it was deleted. `lost`: the end could not be stored, so
 * nobody is told one; the turn is ended like those of a dead process, and its readers come back for that.
 */
async function store(
  ctx: Context,
  turn: Turn,
  result: TurnResult,
  rest: LogRow[],
  used: Used,
): Promise<{ stored: "stored" | "moved" | "gone" | "lost"; isDue?: boolean; hasNext?: boolean }> {
  const until = performance.now() + STORE_PATIENCE_MS;
  for (let tries = 0; performance.now() < until; tries += 1) {
    if (tries > 0) await sleep(Math.min(100 * 2 ** tries, LONGEST_STORE_PAUSE_MS));
    try {
      const ended = await limitPerTenant(ctx, () =>
        closeTurn(ctx, turn, result, rest, settlingUsage(ctx, turn.turnId, used)),
      );
      if (ended) return { stored: "stored", ...ended };
      const now = await readTurn(ctx, turn.turnId);
      if (!now) return { stored: "gone" };
      // An earlier try may have been stored without our hearing of it: under this epoch only we write.
      return { stored: now.epoch === turn.epoch && now.state === result.state ? "stored" : "moved" };
    } catch (error) {
      report(ctx, turn, error, "turn end not stored");
    }
  }
  return { stored: "lost" };
}

function report(ctx: Context, turn: Turn, error: unknown, msg: string): void {
  const { conversationId, turnId } = turn;
  log().warn(
    { requestId: ctx.requestId, tenantId: ctx.tenantId, conversationId, turnId, ...errorFields(error) },
    msg,
  );
}
