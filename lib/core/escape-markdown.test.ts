import { describe, expect, it } from "vitest";
import { escapeMarkdown, withoutHtml } from "./escape-markdown.ts";

describe("a person's text in an export", () => {
  it.each([
    ["<script>alert(1)</script>", "\\<script>alert(1)\\</script>"],
    ["[click](javascript:alert(1))", "\\[click\\](javascript:alert(1))"],
    ["# not a heading\n- not a list\n1. nor this", "\\# not a heading  \n\\- not a list  \n1\\. nor this"],
    ["```js\nx\n```", "\\`\\`\\`js  \nx  \n\\`\\`\\`"],
    ["a &lt; b & c", "a &amp;lt; b & c"],
    ["see https://example.org/a_b?c=1", "see https://example.org/a_b?c=1"],
  ])("shows %j as typed", (text, markdown) => expect(escapeMarkdown(text)).toBe(markdown));

  it("keeps an answer's code, and no HTML outside of it", () => {
    expect(withoutHtml("Use `<b>` or\n```\n<i>\n```\nnot <img src=x> if 3 < 4")).toBe(
      "Use `<b>` or\n```\n<i>\n```\nnot \\<img src=x> if 3 < 4",
    );
  });
});
