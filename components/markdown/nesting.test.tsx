import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import messages from "#i18n/en.json" with { type: "json" };
import { expectCpuTimeBelow } from "#testing/expect-cpu-time.ts";
import { nestingShapes } from "#testing/nesting/nesting-shapes.ts";
import { highlight } from "./highlight.ts";
import { loadMarkdownCloser, Markdown } from "./markdown.tsx";
import { mathEngine } from "./math.tsx";

type Props = { isStreaming?: boolean; isDocument?: boolean };

function render(text: string, props: Props): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={messages}>
      <Markdown text={text} hasCitations {...props} />
    </NextIntlClientProvider>,
  );
}

function deepest(html: string): number {
  let [depth, most] = [0, 0];
  for (const [, slash, name = "", end] of html.matchAll(/<(\/?)([a-z]\w*)[^>]*?(\/?)>/g)) {
    if (slash) depth -= 1;
    else if (!end && !["br", "hr", "input"].includes(name)) depth += 1;
    most = Math.max(most, depth);
  }
  return most;
}

beforeAll(async () => {
  await Promise.all([loadMarkdownCloser(), mathEngine.load()]);
});

describe.each<[string, Props]>([
  ["an answer", {}],
  ["a growing answer", { isStreaming: true }],
  ["a document", { isDocument: true }],
])("%s", (_, props) => {
  it.each(Object.entries(nestingShapes))("is rendered flat, small and fast with %s", (_name, shape) => {
    const html = expectCpuTimeBelow(4_000, () => render(`Before.\n\n${shape}\n\nAfter.`, props));
    expect(html).toContain("Before.</p>");
    expect(html).toContain("After.");
    expect(deepest(html)).toBeLessThan(80);
    expect(html.length).toBeLessThan(12 * shape.length + 400_000);
    expect(html.split("<").length).toBeLessThan(80_000);
  });
});

describe("a text of many parts", () => {
  it("is read as Markdown at its beginning and shown as written after that", () => {
    for (const text of ["**a**\n\n".repeat(6_000), `${"x".repeat(990)} **a**\n\n`.repeat(150)]) {
      const html = render(text, {});
      expect(html).toContain("<strong>a</strong>");
      expect(html.replace(/<[^>]*>/g, "").match(/a/g)).toHaveLength(text.match(/a/g)?.length ?? 0);
      expect(html.match(/<p /g)?.length).toBeLessThanOrEqual(4_000);
      expect(html).toMatch(/<code dir="ltr">[^<]*\*\*a\*\*/);
    }
  });
});

describe("highlighting", () => {
  it.each([
    ["js", "`${"],
    ["python", 'f"{'],
    ["bash", '"$('],
    ["ruby", '"#{'],
    ["rust", "/*"],
    ["html", "<script>`${"],
  ])("leaves %s alone when it nests %s", (language, open) => {
    expect(expectCpuTimeBelow(2_000, () => highlight(open.repeat(1_200), language))).toBeNull();
    expect(highlight(open.repeat(2), language)).not.toBeNull();
  });
});
