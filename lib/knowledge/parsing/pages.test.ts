import { expect, it } from "vitest";
import { joinPages, pageRange } from "./pages.ts";

it("finds the pages of a passage, counting empty pages", () => {
  const { content, pages } = joinPages("page", ["", "one", "", "two"]);
  expect(content).toBe("one\n\ntwo");
  const of = (text: string) => pageRange(pages, content.indexOf(text), content.indexOf(text) + text.length);
  expect(of("one")).toEqual({ kind: "page", first: 2, last: 2 });
  expect(of("two")).toEqual({ kind: "page", first: 4, last: 4 });
  expect(of("one\n\ntwo")).toEqual({ kind: "page", first: 2, last: 4 });
});

it("returns null for a document without pages", () => {
  expect(pageRange(null, 0, 5)).toBeNull();
  expect(pageRange({ kind: "page", starts: [] }, 0, 5)).toBeNull();
});
