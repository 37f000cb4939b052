import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  [
    "emphasis",
    "**bold** and *it* and __b__ and ~~old~~ and ***both***",
    "bold and it and b and old and both",
  ],
  ["signs that mark nothing", "2 * 3 and a_b_c and 4 * 5", "2 * 3 and a_b_c and 4 * 5"],
  [
    "links",
    '[text](https://e.com/a_(b) "t") and ![alt](x.png) and [ref][id] and <https://e.com>',
    "text and alt and ref and https://e.com",
  ],
  ["a picture in a link", "[![alt](a.png)](https://e.com)", "alt"],
  ["definitions", "text\n\n[id]: https://e.com", "text"],
  ["code spans", "`a*b*` and ``x ` y`` and `[k](v)`", "a*b* and x ` y and [k](v)"],
  ["headings", "## Head ##\ntext\n\nOther\n---", "Head\ntext\nOther"],
  ["tables", "| a | b |\n| - | :-: |\n| `x` | 1 \\| 2 |", "a b\nx 1 | 2"],
  ["half a table", "| 3 | 4 |\n| 5 | 6 |", "3 4\n5 6"],
  ["lists", "- [x] one\n  more\n1. two\n> - three", "one more\ntwo\nthree"],
  ["fences", "```js\nlet *a* = `b`;\n  c_d\n```\ntext", "let *a* = `b`;\nc_d\ntext"],
  ["the end of a fence", "**a** = 1\n```", "**a** = 1"],
  ["escapes", "\\*no\\* a\\_b \\[x]", "*no* a_b [x]"],
  ["entities", "&lt;a&gt; &amp; &#233; &#x41; &bogus;", "<a> & é A &bogus;"],
  ["HTML", "a<br>b <span class='x'>c</span> <!-- gone\n\ngone --> 1 < 2", "a b c 1 < 2"],
  ["scripts and styles", "x <style>p { a }</style> y <script>z()</script>", "x y"],
  ["wrapped lines", "one\ntwo\n\nthree", "one two\nthree"],
])("reads %s", (_, markdown, expected) => {
  expect(plainText(markdown)).toBe(expected);
});
