import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { hasTooMuchMarkup } from "./limit-size.ts";

/** A link or footnote that the text defines apart from where it is used. */
export type Definition = { label: string; markdown: string };

const mayDefine = /^[ \t>*+\-\d.)]*\[[^\]\n]{1,200}\]:/m;
/** Beyond these, references stay as written: each block checks all of them. */
const mostDefinitions = 200;
const longestAddress = 2_000;
/** Characters of definitions that all blocks of a text may borrow: many blocks would multiply them. */
const mostBorrowed = 100_000;
const parser = unified().use(remarkParse).use(remarkGfm);

/** Returns what a block defines, written so that it can be put in front of another block. */
export function definitionsIn(block: string): Definition[] {
  if (!mayDefine.test(block) || hasTooMuchMarkup(block)) return [];
  const found: Definition[] = [];
  try {
    collect(parser.parse(block), found);
  } catch {
    // Nested beyond the parser's stack: the block is shown as written and defines nothing.
    return [];
  }
  return found;
}

function collect(node: Nodes, found: Definition[]): void {
  if (node.type === "definition") {
    if (node.url.length > longestAddress) return;
    const label = node.label ?? node.identifier;
    found.push({
      label: comparable(label),
      markdown: `[${label}]: <${node.url.replace(/[\\<>]/g, "\\$&")}>`,
    });
  } else if (node.type === "footnoteDefinition") {
    const label = `^${node.label ?? node.identifier}`;
    found.push({ label: comparable(label), markdown: `[${label}]: x` });
  } else if ("children" in node) {
    for (const child of node.children) collect(child, found);
  }
}

/** Returns for each block the definitions that it may refer to, as Markdown. */
export function borrowDefinitions(blocks: readonly string[], definitions: readonly Definition[]): string[] {
  let left = mostBorrowed;
  return blocks.map((block) => {
    const borrowed = definitionsFor(block, definitions);
    left -= borrowed.length;
    return left < 0 ? "" : borrowed;
  });
}

/** The first definition of a label counts. */
function definitionsFor(block: string, definitions: readonly Definition[]): string {
  if (definitions.length === 0 || !block.includes("[")) return "";
  const text = comparable(block);
  const used = new Map<string, string>();
  for (const { label, markdown } of definitions.slice(0, mostDefinitions)) {
    if (!used.has(label) && text.includes(`[${label}]`)) used.set(label, markdown);
  }
  return [...used.values()].map((markdown) => `${markdown}\n\n`).join("");
}

function comparable(label: string): string {
  return label.replace(/\s+/g, " ").toLowerCase().toUpperCase();
}
