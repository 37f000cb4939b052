import { describe, expect, test } from "vitest";
import { parseDocument } from "./parse-document.ts";

function parse(mediaType: string, text: string, path = "docs/my_first-page.md") {
  return parseDocument({ path, mediaType, text });
}

describe("Markdown", () => {
  test("is stored as given", () => {
    const text = "# Title *it*\n\ntext  \nwith <b>HTML</b>\n\n| a |\n|--|\n";
    expect(parse("text/markdown", text)).toEqual({
      title: "Title it",
      format: "markdown",
      content: text.trimEnd(),
      hidden: [],
    });
  });

  test("normalizes line breaks and removes invisible characters", () => {
    const text = "\ufeffa\r\nb\rc\u200b\u00add \u{e0041}e\u202ef\u00a0g e\u0301";
    expect(parse("text/markdown", text).content).toBe("a\nb\ncd ef g é");
  });

  test("removes half characters and bytes in variation selectors", () => {
    const text = "a\ud800b c\ufe01\u{e0101}\ufe02d \u2764\ufe0f";
    expect(parse("text/markdown", text).content).toBe("a\ufffdb cd \u2764\ufe0f");
  });

  test("keeps joiners in emoji and Persian", () => {
    expect(parse("text/markdown", "👩‍🔧 می‌خواهم x\u200dy").content).toBe("👩‍🔧 می‌خواهم xy");
  });

  test.each([
    ["title: My page", "My page"],
    ['date: 2024\nTitle: "It\'s: here" # note', "It's: here"],
    ["title: 'It''s'", "It's"],
    ["date: 2024", "Heading"],
    ["title: >\n  folded", "Heading"],
  ])("removes front matter %j", (yaml, title) => {
    expect(parse("text/markdown", `---\n${yaml}\n---\n\n# Heading\n\ntext`)).toMatchObject({
      title,
      content: "# Heading\n\ntext",
    });
  });

  test.each(["---\n\ntext\n\n---\n", "---\nno yaml here\n---\ntext", "text\n\n---\na: b\n---"])(
    "keeps %j as text",
    (text) => expect(parse("text/markdown", text).content).toBe(text.trim()),
  );

  test.each([
    ["Setext title\n===\n\ntext", "Setext title"],
    ["```\n# no\n```\n\n# yes", "yes"],
    ["## only h2", "my first page"],
  ])("uses the first h1 as title: %j", (text, title) => {
    expect(parse("text/markdown", text).title).toBe(title);
  });
});

describe("plain text", () => {
  test.each([
    ["Release notes\n\nText follows.", "Release notes"],
    ["Release notes\n=====\nText", "Release notes"],
    ["A first line that goes on\nin the next one.", "my first page"],
    ["All there is.", "my first page"],
    [`${"long ".repeat(20)}\n\ntext`, "my first page"],
  ])("uses a short first line followed by a blank line as title: %j", (text, title) => {
    expect(parse("text/plain; charset=utf-8", text)).toMatchObject({ title, format: "text", content: text });
  });
});

test.each([
  ["https://example.com/guides/set-up/index.html?x=1#y", "set up"],
  ["README", "README"],
  ["", "Untitled"],
  ["v1.2-notes.txt", "v1.2 notes"],
])("uses the path %j as the title of an untitled document", (path, title) => {
  expect(parse("text/plain", "word", path).title).toBe(title);
});

test("cuts a long title at 200 characters", () => {
  expect(parse("text/markdown", `# ${"t".repeat(300)}`).title).toBe("t".repeat(200));
});

test.each([
  ["nothing", "text/markdown", ""],
  ["blanks and marks", "text/markdown", " \n***\n- \u200b\n"],
  ["a page without text", "text/html", "<body><script>x = 1</script><img src=a></body>"],
  ["a NUL byte", "text/plain", "abc\0def"],
  ["control characters", "text/plain", `${"\u0001".repeat(12)}${"a".repeat(88)}`],
  ["bytes that are not UTF-8", "text/plain", `${"\ufffd".repeat(12)}${"a".repeat(88)}`],
])("rejects %s", (_, mediaType, text) => {
  expect(() => parse(mediaType, text)).toThrowError(
    expect.objectContaining({ name: "ParleyError", code: "invalid" }),
  );
});

test("accepts and removes a few control characters", () => {
  expect(parse("text/plain", `${"\u0001".repeat(5)}${"a".repeat(95)}`).content).toBe("a".repeat(95));
});

test("rejects other media types", () => {
  expect(() => parse("application/pdf", "text")).toThrowError(
    expect.objectContaining({ code: "unsupported_type" }),
  );
});
