import { describe, expect, it } from "vitest";
import type { Citation } from "#lib/conversation/schema.ts";
import { toGoldenQuestion } from "./golden.ts";
import { holdsFact } from "./holds-fact.ts";
import { type Asked, isNamed, judgeAnswer } from "./judge-answer.ts";

const known = [
  { id: "doc_1", path: "handbook/29-warranty.md", title: "Warranty" },
  { id: "doc_2", path: "https://example.org/prices", title: "Prices" },
  { id: "doc_3", path: "manual.pdf", title: "Manual" },
];
const citation = (documentId: string, more: Partial<Citation> = {}): Citation => ({
  number: 1,
  documentId,
  title: "T",
  headingPath: ["T", "Battery"],
  pages: null,
  excerpt: "",
  ...more,
});
const asked = (more: Partial<Asked> = {}): Asked => ({
  text: "The battery is covered for 3 years [1].",
  state: "complete",
  reason: null,
  grounding: "cited",
  citations: [citation("doc_1")],
  firstTokenMs: 5,
  found: ["doc_2", "doc_1"],
  ...more,
});
const golden = (more: object) => toGoldenQuestion({ question: "How long?", ...more }, 7);
const judge = (question: object, answer: Partial<Asked> = {}) =>
  judgeAnswer(golden(question), asked(answer), known);

describe("judgeAnswer", () => {
  it("calls right what cites an expected document and holds the facts", () => {
    expect(judge({ source: "29-warranty.md", facts: ["3 years"] })).toMatchObject({
      outcome: "right",
      isCited: true,
      rank: 2,
      missingFacts: [],
    });
    expect(judge({ sources: ["nowhere.md", "warranty"] }).outcome).toBe("right");
  });

  it("tells what is wrong, the gravest first", () => {
    const cases: [object, Partial<Asked>, string, RegExp][] = [
      [{ source: "Prices" }, {}, "wrong source", /expected Prices; cited handbook\/29-warranty.md/],
      [{ source: "gone.md" }, {}, "wrong source", /no such document in the knowledge/],
      [{ source: "Warranty" }, { grounding: "uncited", citations: [] }, "wrong source", /cited nothing/],
      [{ source: "Warranty", facts: ["5 years"] }, {}, "facts missing", /missing "5 years" in: The battery/],
      [{ source: "Warranty" }, { grounding: "declined" }, "false decline", /expected Warranty/],
      [{ facts: ["5 years"] }, { grounding: "declined" }, "false decline", /expected an answer/],
      [{ facts: ["3 years"] }, { grounding: "declined", citations: [] }, "false decline", /expected an/],
      [{ unanswerable: true }, {}, "false answer", /cited handbook\/29-warranty.md: The battery/],
      [{ unanswerable: true }, { grounding: "uncited", citations: [] }, "false answer", /cited nothing/],
      [{ source: "Warranty" }, { state: "failed", reason: "No model." }, "error", /No model/],
      [{ source: "Warranty" }, { state: "lost", grounding: null }, "error", /lost/],
      [
        { unanswerable: true },
        { grounding: null },
        "error",
        /too old to report whether the answer was declined/,
      ],
    ];
    for (const [question, answer, outcome, reason] of cases) {
      const verdict = judge(question, answer);
      expect(verdict.outcome, JSON.stringify(question)).toBe(outcome);
      expect(verdict.reason, JSON.stringify(question)).toMatch(reason);
    }
  });

  it("calls unsure what quotes the facts after saying that it found no answer", () => {
    const hedged = { grounding: "declined" as const, text: "Not sure. The closest: 3 years [1]." };
    expect(judge({ source: "Warranty", facts: ["3 years"] }, hedged)).toMatchObject({
      outcome: "right, unsure",
      isCited: true,
      missingFacts: [],
    });
    expect(judge({ facts: ["3 years"] }, hedged).outcome).toBe("right, unsure");
    expect(judge({ source: "Prices", facts: ["3 years"] }, hedged).outcome).toBe("false decline");
    expect(judge({ source: "Warranty", facts: ["5 years"] }, hedged).outcome).toBe("false decline");
    expect(judge({ unanswerable: true }, hedged).outcome).toBe("right");
  });

  it("does not take the document that a decline names as near for a citation", () => {
    expect(judge({ source: "Warranty" }, { grounding: "declined" }).isCited).toBe(false);
    expect(judge({ unanswerable: true }, { grounding: "declined" })).toMatchObject({ outcome: "right" });
  });

  it("wants page and heading from one and the same citation of the document", () => {
    const pages = (first: number, last: number) => ({ pages: { kind: "page" as const, first, last } });
    const cite = (...citations: Citation[]) => ({ citations });
    const page = { source: "manual.pdf", page: 4 };
    expect(judge(page, cite(citation("doc_3", pages(3, 4)))).outcome).toBe("right");
    expect(judge(page, cite(citation("doc_3", pages(5, 6)), citation("doc_1", pages(4, 4))))).toMatchObject({
      outcome: "wrong page",
      isCited: true,
      reason: "expected page 4",
    });
    expect(judge(page, cite(citation("doc_3"))).outcome).toBe("wrong page");
    expect(judge({ source: "Warranty", heading: "battery" }).outcome).toBe("right");
    expect(judge({ source: "Warranty", heading: "Frame" }).outcome).toBe("wrong page");
  });

  it("has no rank where nothing was searched for, and 0 where it was not found", () => {
    expect(judge({ source: "Warranty" }, { found: null }).rank).toBeNull();
    expect(judge({ facts: ["3 years"] }).rank).toBeNull();
    expect(judge({ source: "Manual" }).rank).toBe(0);
  });
});

describe("isNamed", () => {
  const [warranty = known[0], prices = known[0]] = known;
  it("knows a document by path, end of path, title in any case, or address", () => {
    const by = (name: string, document = warranty) => document && isNamed(name, document);
    expect(["handbook/29-warranty.md", "29-warranty.md", "WARRANTY"].map((name) => by(name))).toEqual([
      true,
      true,
      true,
    ]);
    expect(["warranty.md", "book/29-warranty.md", "29"].map((name) => by(name))).toEqual([
      false,
      false,
      false,
    ]);
    expect(by("https://example.org/prices#bike", prices)).toBe(true);
  });
});

describe("holdsFact", () => {
  it("finds a text whatever its emphasis, case, marks and white space", () => {
    expect(holdsFact("It costs **EUR\u00a018** [1] and\n`pg_dump -t`", "eur 18 and pg_dump")).toBe(true);
    expect(holdsFact("it’s 0 °C", "It's 0 °C")).toBe(true);
    expect(holdsFact("Step 1\\. Turn", "step 1. turn")).toBe(true);
  });

  it("takes numbers whole and words from their beginning", () => {
    const yes = [
      ["4 phones", "4"],
      ["up to 4.", "4"],
      ["2 hours", "2 hour"],
      ["(35 Nm)", "35 Nm"],
      ["v4, then 4", "4"],
      ["use \\dt now", "\\dt"],
      ["option --table", "--table"],
    ];
    const no = [
      ["14 phones", "4"],
      ["4.5 bar", "4"],
      ["3.4 bar", "4"],
      ["40", "4"],
      ["I know", "now"],
      ["v4", "4"],
      ["anything", ""],
      ["anything", " ** "],
    ];
    for (const [text = "", fact = ""] of yes) expect(holdsFact(text, fact), `${text} | ${fact}`).toBe(true);
    for (const [text = "", fact = ""] of no) expect(holdsFact(text, fact), `${text} | ${fact}`).toBe(false);
  });
});
