import { randomUUID } from "node:crypto";
import { type Answer, readAnswer } from "../ask.ts";
import { errorSentence } from "../error-sentence.ts";
import type { KnowledgeClient } from "../knowledge-client.ts";
import type { Progress } from "../progress.ts";
import { isPassing, withRetries } from "../with-retries.ts";
import type { GoldenQuestion } from "./golden.ts";
import { type Asked, judgeAnswer, type KnownDocument, type Verdict } from "./judge-answer.ts";

type Input = {
  client: KnowledgeClient;
  chatbot: string;
  questions: GoldenQuestion[];
  /** How many passages of a search count as found. */
  first: number;
  /** How many questions are asked at a time. */
  parallel: number;
  progress: Progress;
  /** Lets the questions under way finish and begins no more. */
  stop: AbortSignal;
  /** Called in the order of the questions. */
  onVerdict(verdict: Verdict): void;
};

export type AskedAll = {
  verdicts: Verdict[];
  /** Questions not asked: interrupted, or the server stayed away. */
  notAsked: number;
  /** Conversations that could not be deleted again. */
  left: number;
};

type Run = Input & { known: KnownDocument[]; left: number; isAway: boolean };

/**
 * Asks each question in a new conversation, which is deleted again, and judges the answer. A failed
 * question is an "error" and stops nothing, unless the server stays unavailable: then no more are asked.
 */
export async function askGolden(input: Input): Promise<AskedAll> {
  const { client, chatbot, questions, progress, stop } = input;
  const known = await withRetries(() => client.listKnowledge(chatbot), stop);
  const run: Run = { ...input, known, left: 0, isAway: false };
  const verdicts: (Verdict | undefined)[] = questions.map(() => undefined);
  let reported = 0;
  const queue = questions.entries();
  progress.start(questions.map(() => ({ bytes: 1 })));
  const work = async () => {
    for (const [index, question] of queue) {
      if (run.isAway || stop.aborted) return;
      verdicts[index] = judgeAnswer(question, await askOne(run, question), known);
      progress.step({ bytes: 1 });
      for (let next = verdicts[reported]; next; next = verdicts[reported]) {
        input.onVerdict(next);
        reported += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: input.parallel }, work));
  progress.stop();
  const done = verdicts.filter((verdict) => verdict !== undefined);
  for (const verdict of verdicts.slice(reported)) if (verdict) input.onVerdict(verdict);
  return { verdicts: done, notAsked: questions.length - done.length, left: run.left };
}

async function askOne(run: Run, question: GoldenQuestion): Promise<Asked> {
  try {
    const found = await search(run, question);
    const { answer, firstTokenMs } = await withRetries(() => converse(run, question), run.stop);
    return { ...answer, firstTokenMs, found };
  } catch (error) {
    run.isAway ||= isPassing(error);
    const reason = errorSentence(error);
    return {
      text: "",
      state: "failed",
      reason,
      grounding: null,
      citations: [],
      firstTokenMs: null,
      found: null,
    };
  }
}

/** A question that leans on those before it says too little by itself to be searched for. */
async function search(
  { client, chatbot, first, stop }: Run,
  golden: GoldenQuestion,
): Promise<string[] | null> {
  if (golden.after.length > 0 || golden.sources.length === 0) return null;
  const input = { chatbot, query: golden.question, limit: first };
  const { results } = await withRetries(() => client.search(input), stop);
  return results.map(({ document }) => document);
}

async function converse(run: Run, golden: GoldenQuestion) {
  const { client, chatbot } = run;
  const conversation = randomUUID();
  const ask = async (question: string) => {
    const started = performance.now();
    let firstTokenMs: number | null = null;
    const answer = await readAnswer(question, client.ask({ chatbot, question, conversation }), () => {
      firstTokenMs ??= performance.now() - started;
    });
    return { answer, firstTokenMs };
  };
  try {
    for (const earlier of golden.after) {
      const { answer } = await ask(earlier);
      if (answer.state !== "complete") return { answer: asFailed(answer, earlier), firstTokenMs: null };
    }
    return await ask(golden.question);
  } finally {
    await client.deleteConversation(conversation).catch(() => {
      run.left += 1;
    });
  }
}

function asFailed(answer: Answer, earlier: string): Answer {
  return { ...answer, reason: `the earlier question "${earlier}": ${answer.reason ?? answer.state}` };
}
