import { describe, expect, it } from "vitest";
import type { TurnChunk } from "#lib/conversation/schema.ts";
import type { SearchResult } from "#lib/knowledge/retrieval/schema.ts";
import { formatSources, readAnswer } from "./ask.ts";
import { describeFailures, describeLeftOut, describeReport } from "./format-ingest.ts";
import { formatAnswer, toRecord } from "./format-search.ts";
import { plain } from "./plain.ts";
import { describePace, describeSeconds } from "./progress.ts";

const result: SearchResult = {
  document: "doc_1",
  path: "a/b.md",
  title: "Returns",
  headingPath: ["Returns", "Refund"],
  pages: null,
  ordinal: 0,
  start: 0,
  end: 9,
  text: `## Refund\n\n${"word ".repeat(80)}`,
  score: 0.7,
  textScore: 6.354,
  vectorScore: null,
  coverage: 1,
  isCuratedAnswer: false,
};

const found = { query: "q", meaning: "used" as const, corrections: [] };

describe("search", () => {
  it("gives scripts the path as the document, and the id beside it", () => {
    const record = toRecord({ ...found, answerable: true, results: [result] });
    expect(record.results[0]).toMatchObject({
      document: "a/b.md",
      documentId: "doc_1",
      path: "a/b.md",
      title: "Returns",
    });
  });

  it("shows rank, headings, both halves and the first 200 characters", () => {
    const [first, second, third] = formatAnswer({ ...found, answerable: true, results: [result] }).split(
      "\n",
    );
    expect(first).toBe("1. Returns › Refund");
    expect(second).toBe("   a/b.md  0.700 (keywords 6.35, meaning –)");
    expect(third).toMatch(/^ {3}## Refund word .*…$/);
    expect(third?.length).toBeLessThanOrEqual(204);
  });

  it("says when nothing was found, or nothing that answers", () => {
    expect(formatAnswer({ ...found, answerable: false, results: [] })).toBe("No passages found.\n");
    expect(formatAnswer({ ...found, answerable: false, results: [result] })).toContain(
      "may not be enough to answer",
    );
  });
});

describe("ask", () => {
  const model = { provider: "p", id: "m", builtIn: true };
  const start: TurnChunk = {
    type: "start",
    messageId: "m",
    messageMetadata: { conversationId: "c", turnId: "t", userMessageId: "u", title: "", model },
  };
  async function* stream(...chunks: TurnChunk[]) {
    yield* chunks;
  }
  const citation = {
    number: 1,
    documentId: "d",
    title: "Returns",
    headingPath: ["Returns", "Refund"],
    pages: null,
    excerpt: "",
  };

  it("collects a complete answer as it streams", async () => {
    const written: string[] = [];
    const answer = await readAnswer(
      "q",
      stream(
        start,
        { type: "data-citation", id: "1", data: citation },
        { type: "text-delta", id: "0", delta: "Thirty " },
        { type: "text-delta", id: "0", delta: "days [1]" },
        { type: "message-metadata", messageMetadata: { state: "complete" } },
      ),
      (delta) => written.push(delta),
    );
    expect(answer).toMatchObject({
      text: "Thirty days [1]",
      state: "complete",
      turnId: "t",
      reason: null,
      model,
    });
    expect(written).toEqual(["Thirty ", "days [1]"]);
    expect(formatSources(answer.citations)).toBe("\nSources\n  [1] Returns › Refund\n");
  });

  it("tells a failed turn from a lost connection", async () => {
    const failed = await readAnswer(
      "q",
      stream(
        start,
        {
          type: "message-metadata",
          messageMetadata: { state: "failed", errorCode: "internal" },
        },
        { type: "error", errorText: "Something went wrong." },
      ),
      () => undefined,
    );
    expect(failed).toMatchObject({ state: "failed", errorCode: "internal", reason: "Something went wrong." });
    const lost = await readAnswer("q", stream(start), () => undefined);
    expect(lost).toMatchObject({ state: "lost", reason: expect.stringContaining("connection") });
  });
});

describe("ingest", () => {
  const report = {
    created: 2,
    replaced: 1,
    unchanged: 4,
    deleted: 0,
    failed: [{ path: "x.md", reason: "No." }],
    chunks: 9,
    windows: 20,
    hiding: [],
    notSent: 0,
    kept: 0,
    keptBecause: null,
    seconds: 1.5,
  };

  it("names documents that hold what readers do not see", () => {
    const text = describeReport({ ...report, hiding: ["a.html", "b.pdf"] });
    expect(text).toContain("a.html, b.pdf contain hidden text, which was removed and is not searched.");
  });

  it("sums up in two lines, with more only where there is more to say", () => {
    expect(describeReport(report)).toBe(
      "2 added, 1 updated, 4 unchanged, 0 deleted, 1 failed\n9 passages in 1.5 s (2.0 files/s)",
    );
    expect(describeReport({ ...report, notSent: 3 })).toContain("3 not sent. Run the same command again");
    expect(describeFailures(report)).toBe("Failed:\n  x.md: No.");
  });

  it("counts what was left out by extension", () => {
    const leftOut = new Map([
      [".png", 1],
      ["", 2],
      [".css", 4],
    ]);
    expect(describeLeftOut({ leftOut, strayLinks: 1 })).toBe(
      "Skipped 7 other files: 4 .css, 2 without extension, 1 .png.\nSkipped 1 link that is broken or outside the folder.",
    );
    expect(describeLeftOut({ leftOut: new Map(), strayLinks: 0 })).toBeNull();
  });

  it("tells pace and the time left by bytes", () => {
    expect(describePace({ done: 5, total: 20, bytesDone: 100, bytesTotal: 300, seconds: 10 })).toBe(
      "5 of 20 files, 0.5 files/s, 20 s left",
    );
    expect(describePace({ done: 0, total: 2, bytesDone: 0, bytesTotal: 9, seconds: 0 })).toBe(
      "0 of 2 files, 0.0 files/s",
    );
    expect([describeSeconds(59.4), describeSeconds(60), describeSeconds(3_725)]).toEqual([
      "59 s",
      "1 min 0 s",
      "1 h 2 min",
    ]);
  });
});

describe("plain", () => {
  it("takes out what could rewrite a terminal, and keeps lines", () => {
    expect(plain("a\u001b[2Jb\r\u009bc\u202e\td\n")).toBe("a[2Jbc\td\n");
  });
});
