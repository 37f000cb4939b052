import { expect, it } from "vitest";
import { isJunkTitle } from "./is-junk-title.ts";

it.each([
  "about:blank",
  "Untitled",
  "untitled document 3",
  "Microsoft Word - Terms of hire v2.doc",
  "Microsoft PowerPoint - talk",
  "PowerPoint-Präsentation",
  "Document1",
  "Mappe2",
  "terms_final.docx",
  "C:\\Users\\ann\\terms",
  "file:///tmp/terms",
  "https://example.com/print?id=3",
  "無題",
  " - ",
  "",
])("%j is no title", (title) => {
  expect(isJunkTitle(title)).toBe(true);
});

it.each([
  "Terms of hire",
  "Title deeds explained",
  "Document management",
  "Book 1: The Pier",
  "Word lists",
  "2024",
])("%j is a title", (title) => {
  expect(isJunkTitle(title)).toBe(false);
});
