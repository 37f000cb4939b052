import { describe, expect, it } from "vitest";
import { type CuratedEvidence, matchCuratedAnswer, promoteCuratedAnswer } from "./match-curated-answer.ts";

const pair = (more: Partial<CuratedEvidence> = {}): CuratedEvidence => ({
  key: "doc_1#0",
  similarity: 0.8,
  questionShare: 1,
  curatedShare: 0.6,
  questions: "Do you deliver to Switzerland?\nShipping to a Swiss address",
  answer: "Not yet.",
  ...more,
});
const find = (question: string, ...pairs: CuratedEvidence[]) =>
  matchCuratedAnswer(question, "english", pairs);
const SAME = "do you deliver to switzerland";

describe("matchCuratedAnswer", () => {
  it("requires all words of one question in the other, many in reverse, and similarity", () => {
    expect(find(SAME, pair())).toBe("doc_1#0");
    expect(find(SAME, pair({ questionShare: 0.6, curatedShare: 1 }))).toBe("doc_1#0");
    expect(find(SAME, pair({ questionShare: 0.9, curatedShare: 0.9 }))).toBeNull();
    expect(find(SAME, pair({ curatedShare: 0.3 }))).toBeNull();
    expect(find(SAME, pair({ similarity: 0.5 }))).toBeNull();
    expect(find(SAME)).toBeNull();
  });

  it("requires nearly all words in both directions without vectors", () => {
    expect(find(SAME, pair({ similarity: null, curatedShare: 0.8 }))).toBe("doc_1#0");
    expect(find(SAME, pair({ similarity: null, curatedShare: 0.79 }))).toBeNull();
  });

  it("rejects a different name or number", () => {
    const exact = { ofQuestion: 1, ofPair: 1, similarity: 1 };
    expect(find("Do you deliver to Norway?", pair(exact))).toBeNull();
    expect(find("do you deliver to norway", pair(exact))).toBeNull();
    expect(find("Do you, as a firm, deliver to Switzerland or France?", pair(exact))).toBeNull();
    const code = pair({ ...exact, questions: "What does E18 mean?", answer: "The charger is wrong." });
    expect(find("what does e18 mean", code)).toBe("doc_1#0");
    expect(find("what does E13 mean", code)).toBeNull();
    expect(find("do 18 bikes fit", pair({ ...exact, questions: "Do bikes fit?" }))).toBeNull();
  });

  it("matches inflected names, and ignores capitals in German", () => {
    const trail = pair({ questions: "Which tyres fit the Kestrels?", answer: "All." });
    expect(find("Which tyres fit the Kestrel?", trail)).toBe("doc_1#0");
    const german = pair({ questions: "Wo ist die Rechnung?", answer: "Im Konto." });
    expect(matchCuratedAnswer("wo finde ich meine Quittung", "german", [german])).toBe("doc_1#0");
    expect(matchCuratedAnswer("wo finde ich meine quittung", "english", [german])).toBeNull();
  });

  it("chooses the strongest match", () => {
    expect(find(SAME, pair(), pair({ key: "doc_2#0", similarity: 0.9 }))).toBe("doc_2#0");
  });
});

describe("promoteCuratedAnswer", () => {
  const hits = [
    { key: "a", score: 0.9 },
    { key: "b", score: 0.2 },
    { key: "c", score: 0.1 },
  ];
  it("moves one to the front and keeps the order of the rest", () => {
    expect(promoteCuratedAnswer(hits, "c").map(({ key }) => key)).toEqual(["c", "a", "b"]);
    expect(promoteCuratedAnswer(hits, "c")[0]?.score).toBe(1);
    expect(promoteCuratedAnswer(hits, null)).toEqual(hits);
    expect(promoteCuratedAnswer(hits, "x")).toEqual(hits);
  });
});
