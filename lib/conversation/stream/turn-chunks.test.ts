import { expect, it } from "vitest";
import type { Citation, TurnChunk } from "../schema.ts";
import { citationChunk, retractChunk, textBy, withoutRetracted } from "./turn-chunks.ts";

const text = (delta: string): TurnChunk => ({ type: "text-delta", id: "0", delta });
const citation = (number: number, title: string): TurnChunk =>
  citationChunk({
    number,
    title,
    documentId: "doc_1",
    headingPath: [],
    pages: null,
    excerpt: "",
  } as Citation);

it("puts text together without what was taken back", () => {
  expect(textBy([text("One."), text("I think"), retractChunk(4, 0), text(" Two.")])).toBe("One. Two.");
});

it("leaves out citations of text that was taken back", () => {
  const chunks = [
    citation(1, "kept"),
    text("One [1]."),
    citation(2, "taken back"),
    text(" I think [2]"),
    retractChunk(8, 1),
    citation(2, "new"),
  ];
  const kept = withoutRetracted(chunks.map((chunk) => ({ chunk })));
  const titles = kept.flatMap(({ chunk }) => (chunk.type === "data-citation" ? [chunk.data.title] : []));
  expect(titles).toEqual(["kept", "new"]);
});
