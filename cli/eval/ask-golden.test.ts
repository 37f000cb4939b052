import { describe, expect, it } from "vitest";
import type { TurnChunk } from "#lib/conversation/schema.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { KnowledgeClient } from "../knowledge-client.ts";
import { askGolden } from "./ask-golden.ts";
import { formatFailure, formatSummary, verdictRecord } from "./format-eval.ts";
import { toGoldenQuestion } from "./golden.ts";
import type { Verdict } from "./judge-answer.ts";
import { sumUp } from "./sum-up.ts";
import { missedThresholds, readShare } from "./thresholds.ts";

type Turn = { conversation: string; question: string };

function makeClient(
  answer: (turn: Turn) => Promise<Partial<{ text: string; grounding: "cited" | "declined" }>>,
) {
  const open = new Set<string>();
  const seen = { turns: [] as Turn[], deleted: [] as string[], most: 0 };
  const model = { provider: "p", id: "m", builtIn: true };
  const messageMetadata = { conversationId: "c", turnId: "t", userMessageId: "u", title: "", model };
  const unused = () => Promise.reject(new Error("unused"));
  const client: KnowledgeClient = {
    place: "memory",
    concurrency: 1,
    openSource: unused,
    listDocuments: unused,
    putDocument: unused,
    syncPage: unused,
    syncSource: unused,
    getSource: unused,
    listFailed: unused,
    deleteDocument: unused,
    listKnowledge: async () => [{ id: "doc_1", path: "a.md", title: "A" }],
    search: async ({ query }) => ({
      query,
      answerable: true,
      meaning: "used",
      corrections: [],
      results: [],
    }),
    async *ask({ question, conversation = "none" }): AsyncGenerator<TurnChunk> {
      open.add(conversation);
      seen.most = Math.max(seen.most, open.size);
      seen.turns.push({ conversation, question });
      const { text = "Yes [1].", grounding = "cited" } = await answer({ conversation, question });
      yield { type: "start", messageId: "m", messageMetadata };
      yield { type: "text-delta", id: "0", delta: text };
      yield { type: "message-metadata", messageMetadata: { state: "complete", grounding } };
    },
    async deleteConversation(conversation) {
      open.delete(conversation);
      seen.deleted.push(conversation);
    },
    probeQueue: unused,
    close: async () => undefined,
  };
  return { client, seen };
}

const quiet = { start: () => undefined, step: () => undefined, stop: () => undefined };
const golden = (...entries: object[]) => entries.map((entry, index) => toGoldenQuestion(entry, index + 1));

async function run(
  client: KnowledgeClient,
  questions: ReturnType<typeof golden>,
  more: { parallel?: number; stop?: AbortSignal } = {},
) {
  const reported: Verdict[] = [];
  const asked = await askGolden({
    client,
    chatbot: "b",
    questions,
    first: 8,
    parallel: more.parallel ?? 2,
    progress: quiet,
    stop: more.stop ?? new AbortController().signal,
    onVerdict: (verdict) => reported.push(verdict),
  });
  return { ...asked, reported };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const facts = { facts: ["yes"] };

describe("askGolden", () => {
  it("asks each question in a new conversation, a few at a time, and deletes every one", async () => {
    const { client, seen } = makeClient(async ({ question }) => {
      await pause(question === "Q0" ? 30 : 2);
      return {};
    });
    const questions = golden(...Array.from({ length: 9 }, (_, i) => ({ question: `Q${i}`, ...facts })));
    const { verdicts, reported, notAsked, left } = await run(client, questions, { parallel: 3 });
    expect(reported.map(({ question }) => question.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(Array(9).fill("right"));
    expect(seen.most).toBe(3);
    expect(new Set(seen.deleted).size).toBe(9);
    expect({ notAsked, left }).toEqual({ notAsked: 0, left: 0 });
    expect(verdicts[0]?.asked.firstTokenMs).toBeGreaterThan(20);
  });

  it("asks the earlier questions in the same conversation, and searches only for standalone questions", async () => {
    const { client, seen } = makeClient(async () => ({}));
    const [verdict] = (
      await run(client, golden({ question: "And then?", after: ["First?"], source: "a.md" }))
    ).verdicts;
    expect(seen.turns.map(({ question }) => question)).toEqual(["First?", "And then?"]);
    expect(new Set(seen.turns.map(({ conversation }) => conversation)).size).toBe(1);
    expect(verdict?.rank).toBeNull();
  });

  it("goes on after a question that fails", async () => {
    const { client, seen } = makeClient(async ({ question }) => {
      if (question === "bad") throw new ParleyError("forbidden", "Not yours.");
      return {};
    });
    const { verdicts } = await run(
      client,
      golden({ question: "bad", ...facts }, { question: "good", ...facts }),
    );
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(["error", "right"]);
    expect(verdicts[0]?.reason).toBe("Not yours.");
    expect(seen.deleted).toHaveLength(2);
  });

  it("begins no more after an interrupt, and lets what is under way finish", async () => {
    const stop = new AbortController();
    const { client, seen } = makeClient(async ({ question }) => {
      if (question === "Q1") stop.abort();
      await pause(5);
      return {};
    });
    const questions = golden(...Array.from({ length: 6 }, (_, i) => ({ question: `Q${i}`, ...facts })));
    const { verdicts, notAsked } = await run(client, questions, { stop: stop.signal });
    expect([verdicts.length, notAsked]).toEqual([2, 4]);
    expect(seen.deleted).toHaveLength(2);
  });

  it("stops when the server stays away", async () => {
    const stop = new AbortController();
    const { client } = makeClient(async () => {
      stop.abort(); // no waiting between tries
      throw new ParleyError("unavailable", "Gone.");
    });
    const questions = golden({ question: "A", ...facts }, { question: "B", ...facts });
    const { verdicts, notAsked } = await run(client, questions, { parallel: 1, stop: stop.signal });
    expect(verdicts).toMatchObject([{ outcome: "error", reason: "Gone." }]);
    expect(notAsked).toBe(1);
  });
});

describe("the summary", () => {
  const questions = golden(
    { question: "A", source: "a.md", facts: ["yes"], kind: "fact" },
    { question: "B", facts: ["no"] },
    { question: "C", unanswerable: true },
    { question: "D", unanswerable: true },
    { question: "E", ...facts },
  );
  const verdicts = async () => {
    const { client } = makeClient(async ({ question }) => ({
      grounding: question === "C" || question === "E" ? "declined" : "cited",
    }));
    return (await run(client, questions)).verdicts;
  };

  it("counts each share over the questions that measure it", async () => {
    const summaries = sumUp(await verdicts());
    expect(summaries.map(({ kind, asked }) => [kind, asked])).toEqual([
      ["fact", 1],
      ["other", 2],
      ["unanswerable", 2],
      ["all", 5],
    ]);
    expect(summaries.at(-1)).toMatchObject({
      right: { count: 1, of: 5 },
      unsure: { count: 0, of: 3 },
      wrong: { count: 2, of: 3 },
      cited: { count: 0, of: 1 },
      found: { count: 0, of: 1 },
      facts: { count: 2, of: 3 },
      falseDeclines: { count: 1, of: 3 },
      falseAnswers: { count: 1, of: 2 },
      errors: { count: 0, of: 5 },
    });
    expect(formatSummary(summaries).split("\n")[4]).toMatch(/^all +5 +1 of 5 \(20%\) .* ms$/);
  });

  it("holds thresholds, and one that measures nothing is missed", async () => {
    const all = sumUp(await verdicts()).at(-1);
    if (!all) throw new Error("no summary");
    expect(missedThresholds([{ name: "min-right", share: 0.2 }], all)).toEqual([]);
    expect(missedThresholds([{ name: "max-false-answers", share: 0.5 }], all)).toEqual([]);
    expect(missedThresholds([{ name: "min-right", share: 0.21 }], all)).toEqual([
      "--min-right 0.21 was not met: 1 of 5 (0.200).",
    ]);
    expect(missedThresholds([{ name: "max-false-answers", share: 0.4 }], all)).toHaveLength(1);
    const none = { ...all, found: { count: 0, of: 0 } };
    expect(missedThresholds([{ name: "min-found", share: 0 }], none)[0]).toContain(
      "no question in the file measures this",
    );
  });

  it("reads a share", () => {
    expect(["0.9", "90%", "1", "0", ".5", "12.5 %"].map(readShare)).toEqual([0.9, 0.9, 1, 0, 0.5, 0.125]);
    expect(["90", "1.1", "-1", "x", "", "101%"].map(readShare)).toEqual(Array(6).fill(null));
  });

  it("writes a failure on one line, without what could rewrite a terminal", async () => {
    const [first] = await verdicts();
    if (!first) throw new Error("no verdict");
    const line = formatFailure("g.jsonl", { ...first, reason: "a\n\u001b[2J b" });
    expect(line).toBe('g.jsonl:1  wrong source  "A"  a [2J b\n');
    expect(verdictRecord(first)).toMatchObject({ line: 1, question: "A", outcome: "wrong source", rank: 0 });
  });
});
