import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** A link or footnote that the text defines apart from where it is used. */
export type Definition = { label: string; markdown: string };

const mayDefine = /^[ \t>*+\-\d.)]*\[[^\]\n]{1,200}\]:/m;
/** Beyond these, references stay as written: each block checks all of them. */
const mostDefinitions = 200;
const parser = unified().use(remarkParse).use(remarkGfm);

/** Returns what a block defines, written so that it can be put in front of another block. */
export function definitionsIn(block: string): Definition[] {
  if (!mayDefine.test(block)) return [];
  const found: Definition[] = [];
  collect(parser.parse(block), found);
  return found;
}

function collect(node: Nodes, found: Definition[]): void {
  if (node.type === "definition") {
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

/** Returns the definitions that a block may refer to, as Markdown; the first of a label counts. */
export function definitionsFor(block: string, definitions: readonly Definition[]): string {
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
