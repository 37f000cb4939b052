import { describe, expect, test } from "vitest";
import { textSegments } from "./text-segments.ts";

const shape = (text: string, names: string[] = []) =>
  textSegments(text, names).map((segment) =>
    segment.kind === "text" ? segment.text : [segment.kind, segment.text],
  );

describe("textSegments", () => {
  test("marks the longest name when one begins with another", () => {
    expect(shape("Ask @Mara Lind or @Mara!", ["Mara", "Mara Lind"])).toEqual([
      "Ask ",
      ["mention", "@Mara Lind"],
      " or ",
      ["mention", "@Mara"],
      "!",
    ]);
  });

  test("marks a name in another case, but not within a word or an address", () => {
    expect(shape("@mara me@mara.example @Maraca", ["Mara"])).toEqual([
      ["mention", "@mara"],
      " me@mara.example @Maraca",
    ]);
  });

  test("treats regular expression characters in a name as text", () => {
    expect(shape("hi @a.b (c)* there @axb (c)", ["a.b (c)*"])).toEqual([
      "hi ",
      ["mention", "@a.b (c)*"],
      " there @axb (c)",
    ]);
  });

  test("links web addresses without the sentence's punctuation", () => {
    expect(shape("See https://example.org/a_(b), or (http://example.com/x).")).toEqual([
      "See ",
      ["link", "https://example.org/a_(b)"],
      ", or (",
      ["link", "http://example.com/x"],
      ").",
    ]);
  });

  test.each(["javascript:alert(1)", "https://user:pw@example.org", "data:text/html,x", "https://"])(
    "leaves %s as text",
    (text) => {
      expect(textSegments(text, []).every(({ kind }) => kind === "text")).toBe(true);
    },
  );

  test("keeps every character when segments are joined", () => {
    const text = "a @Mara https://example.org. b\n@Mara";
    const joined = textSegments(text, ["Mara"])
      .map((segment) => segment.text)
      .join("");
    expect(joined).toBe(text);
  });
});
