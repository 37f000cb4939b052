import { describe, expect, it } from "vitest";
import { splitBlocks } from "./split-blocks.ts";

describe("splitBlocks", () => {
  it.each<[string, string, string[]]>([
    ["paragraphs", "one\n\ntwo\nstill two\n\n\nthree", ["one", "two\nstill two", "three"]],
    ["a fence with blank lines", "a\n\n```js\nx\n\ny\n```\n\nb", ["a", "```js\nx\n\ny\n```", "b"]],
    ["a fence still open", "```\nx\n\ny", ["```\nx\n\ny"]],
    ["a longer closing fence", "~~~\n\n~~~~\n\nb", ["~~~\n\n~~~~", "b"]],
    ["a shorter fence inside", "````\n```\n\n```\n````\n\nb", ["````\n```\n\n```\n````", "b"]],
    ["inline code that looks like a fence", "```x``` y\n\nb", ["```x``` y", "b"]],
    ["math", "$$\na\n\nb\n$$\n\nc", ["$$\na\n\nb\n$$", "c"]],
    ["math on one line", "$$a$$\n\nc", ["$$a$$", "c"]],
    ["a loose list", "1. a\n\n2. b\n\n   more\n\nend", ["1. a\n\n2. b\n\n   more", "end"]],
    [
      "a fence in a list",
      "- a\n\n  ```\n  x\n\n  y\n  ```\n\n- b",
      ["- a\n\n  ```\n  x\n\n  y\n  ```\n\n- b"],
    ],
    ["indented code", "a\n\n    code\n\nb", ["a\n\n    code", "b"]],
    ["nothing", "\n\n", []],
  ])("%s", (_, markdown, blocks) => {
    expect(splitBlocks(markdown)).toEqual(blocks);
  });

  it("never changes a finished block when text is added", () => {
    const whole = "# A\n\ntext [1]\n\n- a\n\n- b\n\n```\nx\n\n```\n\nlast\n\nend";
    const final = splitBlocks(whole);
    for (let end = 0; end <= whole.length; end++) {
      const settled = splitBlocks(whole.slice(0, end)).slice(0, -1);
      expect(final.slice(0, settled.length)).toEqual(settled);
    }
  });
});
