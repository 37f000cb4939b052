import type { RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { randomDocument } from "../../chunking/fixtures/random-document.ts";
import { readBlocks } from "./read-blocks.ts";

const processor = unified().use(remarkParse).use(remarkGfm).freeze();
const NAMES: Record<string, string> = { thematicBreak: "rule", blockquote: "quote" };

function ours(content: string): string[] {
  return readBlocks(content).map((block) => {
    const depth = block.kind === "heading" ? block.depth : "";
    const start = block.start + content.slice(block.start).search(/\S/);
    return `${block.kind}${depth} ${start}-${block.end}`;
  });
}

function theirs(content: string): string[] {
  return processor.parse(content).children.map((node: RootContent) => {
    const depth = node.type === "heading" ? node.depth : "";
    const from = node.position?.start.offset ?? -1;
    const start = from + content.slice(from).search(/\S/);
    const end = content.slice(0, node.position?.end.offset).trimEnd().length;
    return `${NAMES[node.type] ?? node.type}${depth} ${start}-${end}`;
  });
}

test.each(Array.from({ length: 40 }, (_, index) => index + 1))("agrees with remark (seed %i)", (seed) => {
  const content = randomDocument(seed);
  expect(ours(content)).toEqual(theirs(content));
});

test.each([
  "a\n===\nb\n---\nc",
  "# a\ntext\n## b ##\n####### no\n#no",
  "- a\n- b\n\n  c\n* d\n1. e\n2. f\n3) g",
  "a\n- b\nlazy\n\n    still item?\n\nout",
  "para\n1. list\npara\n2. not a list",
  "```\n# no\n\n- no\n````\nafter",
  "~~~ js\n```\n~~~\nafter",
  "    code\n\n    code\n\ntext\n    no code",
  "> a\nlazy\n\nb\n> c\n# d",
  "| a | b |\n|---|:-:|\n| 1 | 2 |\nmore\n\nnext",
  "a | b\n--- | ---\n1 | 2\n\na | b\n---",
  "<div>\n# no\n\n# yes\n</div>\n\n<!-- # no\n\n# no -->\n# yes",
  "<!-- one line -->\n# yes\n\n# yes",
  "a | b\n|---|\n| 1 |",
  "para\n2. not a list",
  "text\n<span>inline</span>\n<div>\nblock",
  "<script>\n\n# no\n</script>\n\n# yes",
  "* * *\n- - -\n_ _ _\n**",
  "-\n\n  a\n\n- \n  b",
  "```\nnever closed\n\n# no",
  "\ta\n\n- b\n\n\tc",
])("agrees with remark on %j", (content) => {
  expect(ours(content)).toEqual(theirs(content));
});
