import { existsSync, readFileSync } from "node:fs";
import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { loadMarkdownCloser, Markdown } from "./markdown.tsx";

function render(text: string, { isStreaming = false, isDocument = false } = {}): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <Markdown text={text} hasCitations isStreaming={isStreaming} isDocument={isDocument} />
    </NextIntlClientProvider>,
  );
}

const links = (html: string) => [...html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);
const words = (html: string) => html.replace(/<[^>]*>/g, "");

describe("a tilde", () => {
  it.each(["~5 km and ~10 km", "大约~12万和~510万", "a~b~c", "`~x~` ~y~", "(~1) (~2)"])(
    "stays as written in %j",
    (text) => {
      expect(render(text)).not.toContain("<del>");
      expect(words(render(text))).toBe(text.replaceAll("`", ""));
    },
  );

  it.each([
    ["~~gone~~ now", "<del>gone</del> now"],
    ["已~~「删除」~~了", "<del>「删除」</del>"],
    ["**~~a~~**", "<strong><del>a</del></strong>"],
  ])("strikes when doubled in %j", (text, html) => {
    expect(render(text)).toContain(html);
  });
});

describe("tags in an answer", () => {
  it.each([
    ["x<sub>i</sub> + y<SUP>**2**</SUP>", "x<sub>i</sub> + y<sup><strong>2</strong></sup>"],
    ["a<br>b<BR />c<br class=x>d", "a<br/>b<br/>c<br/>d"],
    ["<br>\n- **b**", "<strong>b</strong>"],
    ["- CO<sub>2</sub>\n- # m<sup>3</sup>", '<li dir="auto">CO<sub>2</sub></li>'],
    ["> <sup>1</sup> note", "<sup>1</sup> note"],
    ["x<sup>a<sub>b</sub></sup>", "<sup>a<sub>b</sub></sup>"],
  ])("%j renders", (text, html) => {
    expect(render(text)).toContain(html);
  });

  it.each([
    "x<sub>2",
    "x</sup>2",
    "<b>x</b>",
    "<div>\nx\n</div>",
    "<u>a</u><kbd>b</kbd>",
    "<subx>a</subx>",
    "<sub>a</sup>",
    "<!-- a\n\nb -->",
  ])("%j stays text", (text) => {
    const shown = words(render(text)).replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    expect(shown.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    expect(render(text)).not.toMatch(/<(sub|sup|b|u|kbd)>/);
  });

  it("shows code with tags as written", () => {
    expect(render("`a<br>b`")).toContain("a&lt;br&gt;b</code>");
    expect(render("```\nH<sub>2</sub>\n```")).toContain("H&lt;sub&gt;2&lt;/sub&gt;");
  });
});

describe("a tag that the stream has not closed", () => {
  beforeAll(async () => {
    await loadMarkdownCloser();
  });

  it.each([
    ["H<sub>2", "H<sub>2</sub>"],
    ["x<sup>a<sub>i", "x<sup>a<sub>i</sub></sup>"],
    ["x<su", ">x</p>"],
    ["a<br", ">a</p>"],
  ])("%j is shown as it will be", (text, html) => {
    expect(render(text, { isStreaming: true })).toContain(html);
  });

  it.each(["Use `<sub>` here", "```\n<sup>x\n"])("stays code in %j", (text) => {
    expect(render(text, { isStreaming: true })).not.toContain("&lt;/su");
  });
});

describe("a single newline", () => {
  it("is a line break in an answer", () => {
    expect(render("a\nb  \nc\\\nd").match(/<br\/>/g)).toHaveLength(3);
    expect(render("- a\n  b\n\n> c\n> d").match(/<br\/>/g)).toHaveLength(2);
    expect(render("**a\nb** [1]\nc").match(/<br\/>/g)).toHaveLength(2);
  });

  it("is a space in a document, and no break in code or between blocks", () => {
    expect(render("a\nb", { isDocument: true })).not.toContain("<br/>");
    expect(render("```\na\nb\n```\n\nc\n\n| a |\n|---|\n| b |")).not.toContain("<br/>");
  });
});

describe("CJK text", () => {
  it.each([
    ["这是**“引号”**的用法", "<strong>“引号”</strong>"],
    ["**注意：**请先关机。", "<strong>注意：</strong>"],
    ["これは*「強調」*です", "<em>「強調」</em>"],
    ["**한국어(Korean)**를", "<strong>한국어(Korean)</strong>"],
    ["**`npm ci`**を実行", '<strong><code dir="ltr">npm ci</code></strong>'],
    ["先**[文档](https://a.example/x)**后", "<strong><a "],
  ])("emphasizes in %j", (text, html) => {
    expect(render(text)).toContain(html);
  });

  it.each<[string, string[]]>([
    ["见https://a.example/x。", ["https://a.example/x"]],
    ["（https://a.example/x?y=1&z=2）", ["https://a.example/x?y=1&amp;z=2"]],
    ["「https://a.example」、『http://b.example/』", ["https://a.example/", "http://b.example/"]],
    ["https://a.example/docs了解更多", ["https://a.example/docs"]],
    ["https://a.example에서", ["https://a.example/"]],
    [
      "https://a.example/wiki/東京タワー。",
      ["https://a.example/wiki/%E6%9D%B1%E4%BA%AC%E3%82%BF%E3%83%AF%E3%83%BC"],
    ],
    ["请看**https://a.example/x**。再看", ["https://a.example/x"]],
    ["访问www.a.example/x，或者（www.b.example）", ["http://www.a.example/x", "http://www.b.example/"]],
    ["写信给help@a.example。", ["mailto:help@a.example"]],
    ["https://a.example/x、https://b.example/y；", ["https://a.example/x", "https://b.example/y"]],
    ["انظر https://a.example/x، ثم", ["https://a.example/x"]],
  ])("ends addresses where the sentence goes on in %j", (text, hrefs) => {
    expect(links(render(text))).toEqual(hrefs);
  });

  it.each<[string, string[]]>([
    ["(see https://a.example/b_(c)).", ["https://a.example/b_(c)"]],
    ["https://a.example/x, https://b.example/y!?", ["https://a.example/x", "https://b.example/y"]],
    ["*https://a.example/x* and _www.b.example_", ["https://a.example/x", "http://www.b.example/"]],
    ["https://a.example/?q=1&amp; next", ["https://a.example/?q=1"]],
    ["[https://a.example/x](https://b.example/y)", ["https://b.example/y"]],
    ["https://a.example/a_b_c~d*e", ["https://a.example/a_b_c~d*e"]],
    ["see xhttps://a.example, http:// and https://。", []],
  ])("leaves addresses beside Latin text to GFM in %j", (text, hrefs) => {
    expect(links(render(text))).toEqual(hrefs);
  });
});

describe("a definition in another block", () => {
  const source =
    "See [the manual][Man] and [docs].[^a]\n\nMore.\n\n[man]: https://a.example/m\n[docs]: <https://a.example/d>\n\n[^a]: A note.";

  it("is known to blocks before and after it", () => {
    expect(links(render(source))).toEqual(["https://a.example/m", "https://a.example/d"]);
    expect(links(render("[x]: https://a.example/x\n\n- [y][X]\n\n> [x]"))).toEqual([
      "https://a.example/x",
      "https://a.example/x",
    ]);
    expect(render(source)).toContain("<sup>a</sup></p>");
    expect(render(source)).toContain("<sup>a</sup> A note.");
  });

  it("is known from the end of its line on while the answer grows", async () => {
    await loadMarkdownCloser();
    const end = source.indexOf("\n[docs]");
    expect(links(render(source.slice(0, end), { isStreaming: true }))).toEqual([]);
    expect(links(render(source.slice(0, end + 1), { isStreaming: true }))).toEqual(["https://a.example/m"]);
  });

  it.each([
    "[a]\n\n```\n[a]: https://a.example/\n```",
    "[a]\n\n    [a]: https://a.example/",
    "[1]\n\n[1]: https://a.example/",
    "`[a]`\n\n[a]: https://a.example/",
    "[a]\n\n[a]: javascript:alert(1)",
  ])("links nothing in %j", (text) => {
    expect(links(render(text))).toEqual([]);
  });

  it("does not show an unused definition twice", () => {
    expect(words(render("Text [1].\n\n[1]: https://a.example/x\n\nEnd [1]."))).toBe(
      "Text[1].[1]: https://a.example/xEnd[1].",
    );
  });
});

describe("direction", () => {
  const mixed = "שלום `npm ci`\n\n- مرحبا\n- hello\n\n> نص\n\n| a | ب |\n|---|---|\n| c | د |\n\n## عنوان";

  it("follows each paragraph, item, heading and cell", () => {
    const html = render(mixed);
    for (const tag of ["p", "li", "h3", "th", "td"]) {
      const all = html.match(new RegExp(`<${tag}[ >][^>]*`, "g")) ?? [];
      expect(all.length, tag).toBeGreaterThan(0);
      for (const one of all) expect(one).toContain('dir="auto"');
    }
  });

  it("of a list or quote is that of its first words, code left out", () => {
    expect(render(mixed)).toContain('<ul dir="rtl">');
    expect(render(mixed)).toContain('<blockquote dir="rtl">');
    expect(render("1. `a` שלום\n\n   b")).toMatch(/<ol dir="rtl">\s*<li dir="rtl">/);
    expect(render("- hello\n- שלום")).toContain('<ul dir="ltr">');
  });

  it("of code, math and addresses is left to right", async () => {
    expect(render("שלום `a` https://a.example/x")).toMatch(/<code dir="ltr">.*<a [^>]*dir="ltr"/);
    expect(render("```\nx\n```")).toMatch(/<pre dir="ltr"[^>]*><code dir="ltr">/);
    expect(render("```math\nx\n```")).toContain('<span dir="ltr" class="math-display">');
  });
});

describe("what cannot be laid out", () => {
  const deep = 8_000;
  it.each([
    ["> ".repeat(deep)],
    ["- ".repeat(deep)],
    ["1. ".repeat(deep / 2)],
    [Array.from({ length: 150 }, (_, level) => `${"  ".repeat(level)}- x`).join("\n")],
    ["*".repeat(deep)],
    ["[".repeat(deep)],
    ["<sub>".repeat(200) + "</sub>".repeat(200)],
    ["~~a ".repeat(100) + " a~~".repeat(100)],
    [`${"|a".repeat(1_000)}|\n${"|-".repeat(1_000)}|\n${"|\n".repeat(1_000)}`],
  ])("is shown as written: %.20j", (text) => {
    const html = render(`Before.\n\n${text}x\n\nAfter.`);
    expect(html).toContain("Before.</p>");
    expect(html).toContain("After.</p>");
    expect(html).toContain("code-block");
    expect(html.match(/<(blockquote|li|strong|sub|del|td)/g) ?? []).toEqual([]);
  });

  it("does not cost seconds", () => {
    for (const text of ["*a ".repeat(deep), `https://a.example/${".".repeat(deep)}x`, "[a](".repeat(deep)])
      expectCpuTimeBelow(3_000, () => render(text));
  });

  it("does not include long but ordinary answers", () => {
    const list = Array.from({ length: 300 }, (_, at) => `- **Item ${at}** is \`${at}\` [1]`).join("\n");
    const table = `| a | b |\n|---|---|\n${"| **a** | `b` [1] |\n".repeat(400)}`;
    const nested = Array.from({ length: 8 }, (_, level) => `${"  ".repeat(level)}- **x**`).join("\n");
    expect(render(`${list}\n\n${table}\n\n${nested}`)).not.toContain("code-block");
  });
});

type Case = { kind: string; input: string; contains?: string; not?: string };
const cases = new URL("../../../shared/cases/expected.json", import.meta.url);

describe.skipIf(!existsSync(cases))("public cases", () => {
  const entries: Case[] = existsSync(cases) ? JSON.parse(readFileSync(cases, "utf8")).markdown : [];
  beforeAll(() => expect(entries.length).toBeGreaterThan(0));

  it.each(entries)("$kind: $input", ({ input, contains, not }) => {
    const html = render(input);
    if (contains === "three lines on the page") expect(html.split("<br/>")).toHaveLength(3);
    else if (contains !== undefined) expect(html).toContain(contains);
    if (not !== undefined) expect(html).not.toContain(not);
  });
});
