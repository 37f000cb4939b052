import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { parseDocument } from "../parse-document.ts";
import { parseHtml } from "./parse-html.ts";

function content(html: string): string {
  return parseHtml(html).content;
}

test("converts a page of a DocBook manual to Markdown", () => {
  const page = readFileSync(new URL("./fixtures/manual-page.html.txt", import.meta.url), "utf8");
  expect(parseHtml(page)).toMatchObject({
    title: "7.3. Storage Settings",
    content: [
      "## 7.3. Storage Settings",
      "The cache keeps recent pages\\[1] in memory & writes them later; see Section 9 and [the paper](https://example.com/paper). Zerowidth and soft marks go.",
      "**Note**",
      "Restart after a change.",
      "### Parameters",
      "- **`cache_size` (`integer`), `cache_limit`**",
      "  Pages to keep.",
      "  More is faster.",
      "- **`disk_path`**",
      "  Where to write:",
      "  ```sql\n  SET disk_path\n    = '/tmp';\n  ```",
      "**Table 7.1. Levels**",
      "| Level | Meaning |\n| - | - |\n| `low` | Slow \\| safe Second paragraph |\n| high | fast; risky |",
      "**Function Description**",
      "- `flush` ( `text` )",
      "  Writes everything.",
      "- `drop` ()",
      "  Forgets everything.",
      "Graph of cache hits",
      "Search",
    ].join("\n\n"),
  });
});

describe("main content", () => {
  const text = "Real words that a reader came for. ".repeat(10).trim();

  test.each([
    ["main", `<body><div>Cookie banner</div><main><p>${text}</p></main></body>`],
    ["role main", `<div>Cookie banner</div><div role="main"><p>${text}</p></div>`],
    ["the only article", `<div>Cookie banner</div><article><p>${text}</p></article>`],
    ["site header and footer", `<header><h1>Logo</h1></header><p>${text}</p><footer>© us</footer>`],
    ["nav, aside, roles", `<nav>Menu</nav><aside>Ads</aside><div role="navigation">Menu</div><p>${text}</p>`],
    ["breadcrumb", `<ol class="breadcrumb"><li>Home</li></ol><p>${text}</p>`],
    [
      "sidebar of links",
      `<div class="sidebar"><a href="/a">One</a> <a href="/b">Two</a></div><p>${text}</p>`,
    ],
    ["permalinks", `<p>${text}<a class="headerlink" href="#x">¶</a></p>`],
    [
      "images without text, svg, frames",
      `<img src=x><svg><text>no</text></svg><iframe>no</iframe><p>${text}</p>`,
    ],
    ["templates and noscript", `<template>no</template><noscript>no</noscript><p>${text}</p>`],
    ["controls", `<select><option>no</select><textarea>no</textarea><button>no</button><p>${text}</p>`],
  ])("%s", (_, html) => {
    expect(content(html)).toBe(text);
  });

  test.each([
    ["a sidebar of text", `<div class="sidebar"><p>${text}</p></div><p>${"More words. ".repeat(30)}</p>`],
    ["an empty main", `<main></main><p>${text}</p>`],
    ["several articles", `<article>${text}</article><article>${text}</article>`],
    ["a form around the page", `<form><p>${text}</p></form>`],
    ["a note as an aside", `<aside class="note">${text}</aside>`],
    ["a layout table", `<table><tr><td><h2>Part</h2><p>${text}</p></td><td>x</td></tr></table>`],
  ])("keeps %s", (_, html) => {
    expect(content(html)).toContain(text);
  });

  test("flattens a table that contains headings", () => {
    expect(content("<table><tr><td><h2>Part</h2><p>one</p></td><td><p>two</p></td></tr></table>")).toBe(
      "## Part\n\none\n\ntwo",
    );
  });

  test("keeps the heading in an article's own header", () => {
    expect(content(`<main><header><h1>Title</h1></header><p>${text}</p></main>`)).toBe(`# Title\n\n${text}`);
  });

  test("keeps a question that is a button inside a heading", () => {
    expect(content("<h3><button>How long?</button></h3><p>A day.</p>")).toBe("### How long?\n\nA day.");
  });

  test("keeps a table of contents that is the only content", () => {
    expect(content('<div class="toc"><ul><li><a href="a.html">First chapter</a></li></ul></div>')).toBe(
      "- First chapter",
    );
  });
});

describe("text", () => {
  test.each([
    [
      "relative and script targets",
      '<p><a href="/x">one</a> <a href="javascript:x()">two</a></p>',
      "one two",
    ],
    ["data targets", '<p><a href="data:text/html,x">three</a></p>', "three"],
    ["a link around blocks", '<a href="https://e.com"><h2>Card</h2><p>Text</p></a>', "## Card\n\nText"],
    ["underscores inside words", "<p>pg_stat_all and _x_</p>", "pg_stat_all and \\_x\\_"],
    ["marks inside words", "<p>un<b>believ</b>able <b>Note:</b>text</p>", "unbelievable Note:text"],
    ["code beside code", "<p><code>a</code><code>b</code></p>", "`ab`"],
    [
      "language of a highlighted block",
      '<div class="highlight-python"><pre>x = 1</pre></div>',
      "```python\nx = 1\n```",
    ],
    ["line breaks in code", "<pre>a<br>b</pre>", "```\na\nb\n```"],
    [
      "a caption",
      "<table><caption>Cap</caption><tr><th>a<th>b<tr><td>1<td>2</table>",
      "**Cap**\n\n| a | b |\n| - | - |\n| 1 | 2 |",
    ],
    ["spans", "<table><tr><th>a<th>b<tr><td colspan=2>wide</table>", "| a | b |\n| - | - |\n| wide | |"],
    ["invisible characters", "<p>a\u202eb&#xe0041;c&#8203;d&#xfeff;</p>", "abcd"],
    ["hard spaces", "<p>10&nbsp;km</p>", "10 km"],
    ["decomposed letters", "<p>cafe\u0301</p>", "café"],
  ])("%s", (_, html, expected) => {
    expect(content(html)).toBe(expected);
  });
});

test("limits the output of a small page", () => {
  expect(content("<table><tr><th>a<th>b<tr><td colspan=1000 rowspan=9>wide</table>").length).toBeLessThan(
    500,
  );
  const lists = content(`${"<ul><li>a".repeat(60)}${"<li>b".repeat(60)}`);
  expect(Math.max(...lists.split("\n").map((line) => line.search(/\S|$/)))).toBeLessThanOrEqual(40);
});

test("takes the title from title, then h1", () => {
  expect(parseHtml("<title> A &amp;\n B </title><h1>C</h1>").title).toBe("A & B");
  expect(parseHtml("<h1>C <em>d</em></h1>").title).toBe("C d");
  expect(parseDocument({ path: "docs/how-to.html", mediaType: "text/html", text: "<p>x</p>" }).title).toBe(
    "how to",
  );
});

describe("pages built to exhaust the parser", () => {
  const many = (text: string, count: number) => text.repeat(count);

  test.each([
    ["nested boxes", many("<div>", 10_000)],
    ["nested formatting", many("<b><i>", 10_000)],
    ["nested tables", many("<table><tr><td>", 10_000)],
    ["too many elements", many("<br>", 250_000)],
  ])("%s are rejected within 2 s", (_, html) => {
    expectCpuTimeBelow(2_000, () =>
      expect(() => parseHtml(`${html}text`)).toThrowError(
        expect.objectContaining({ name: "ParleyError", code: "invalid" }),
      ),
    );
  });

  test.each([
    ["deleted boxes in each other", many("<del><div>", 100)],
    ["lists in each other", many("<ul><li>", 100)],
    ["formatting opened again in every paragraph", many("<b>", 50) + many("<p>a", 5_000)],
    ["spans beyond the table", `<table>${many("<tr><td colspan=1000 rowspan=65534>a", 1_000)}`],
    ["one wide row and many short ones", `<table><tr>${many("<td>a", 3_000)}${many("<tr><td>b", 3_000)}`],
    ["raised figures in a row", many("10<sup>6</sup> ", 50_000)],
    ["buttons before boxes", many("<button class=toggle>a</button><div hidden>b</div>", 5_000)],
    ["boxes of links in each other", many("<div class=toc>", 200) + many("<a href=x>a</a> bcd ", 500)],
  ])("%s are read within 3 s", (_, html) => {
    expect(expectCpuTimeBelow(3_000, () => content(`${html}text`))).toContain("text");
  });
});
