import { describe, expect, it } from "vitest";
import { type CuratedEvidence, matchCuratedAnswer, promoteCuratedAnswer } from "./match-curated-answer.ts";

const pair = (more: Partial<CuratedEvidence> = {}): CuratedEvidence => ({
  key: "doc_1#0",
  similarity: 0.8,
  ofQuestion: 1,
  ofPair: 0.6,
  asked: "Do you deliver to Switzerland?\nShipping to a Swiss address",
  answer: "Not yet.",
  ...more,
});
const find = (question: string, ...pairs: CuratedEvidence[]) =>
  matchCuratedAnswer(question, "english", pairs);
const SAME = "do you deliver to switzerland";

describe("findAskedPair", () => {
  it("wants all words of one question in the other, many the other way round, and nearness", () => {
    expect(find(SAME, pair())).toBe("doc_1#0");
    expect(find(SAME, pair({ ofQuestion: 0.6, ofPair: 1 }))).toBe("doc_1#0");
    expect(find(SAME, pair({ ofQuestion: 0.9, ofPair: 0.9 }))).toBeNull();
    expect(find(SAME, pair({ ofPair: 0.3 }))).toBeNull();
    expect(find(SAME, pair({ similarity: 0.5 }))).toBeNull();
    expect(find(SAME)).toBeNull();
  });

  it("wants nearly all words both ways where there are no vectors", () => {
    expect(find(SAME, pair({ similarity: null, ofPair: 0.8 }))).toBe("doc_1#0");
    expect(find(SAME, pair({ similarity: null, ofPair: 0.79 }))).toBeNull();
  });

  it("takes no other name and no other number for the same", () => {
    const exact = { ofQuestion: 1, ofPair: 1, similarity: 1 };
    expect(find("Do you deliver to Norway?", pair(exact))).toBeNull();
    expect(find("do you deliver to norway", pair(exact))).toBeNull();
    expect(find("Do you, as a firm, deliver to Switzerland or France?", pair(exact))).toBeNull();
    const code = pair({ ...exact, asked: "What does E18 mean?", answer: "The charger is wrong." });
    expect(find("what does e18 mean", code)).toBe("doc_1#0");
    expect(find("what does E13 mean", code)).toBeNull();
    expect(find("do 18 bikes fit", pair({ ...exact, asked: "Do bikes fit?" }))).toBeNull();
  });

  it("knows a name by another ending, and no name by capitals where every noun has one", () => {
    const trail = pair({ asked: "Which tyres fit the Kestrels?", answer: "All." });
    expect(find("Which tyres fit the Kestrel?", trail)).toBe("doc_1#0");
    const german = pair({ asked: "Wo ist die Rechnung?", answer: "Im Konto." });
    expect(matchCuratedAnswer("wo finde ich meine Quittung", "german", [german])).toBe("doc_1#0");
    expect(matchCuratedAnswer("wo finde ich meine quittung", "english", [german])).toBeNull();
  });

  it("chooses the strongest of several", () => {
    expect(find(SAME, pair(), pair({ key: "doc_2#0", similarity: 0.9 }))).toBe("doc_2#0");
  });
});

describe("promote", () => {
  const hits = [
    { key: "a", score: 0.9 },
    { key: "b", score: 0.2 },
    { key: "c", score: 0.1 },
  ];
  it("puts one first and leaves the rest in order", () => {
    expect(promoteCuratedAnswer(hits, "c").map(({ key }) => key)).toEqual(["c", "a", "b"]);
    expect(promoteCuratedAnswer(hits, "c")[0]?.score).toBe(1);
    expect(promoteCuratedAnswer(hits, null)).toEqual(hits);
    expect(promoteCuratedAnswer(hits, "x")).toEqual(hits);
  });
});
