import type { Nodes, Root } from "hast";
import { common, createLowlight } from "lowlight";

const lowlight = createLowlight(common);
/** Strings within strings, as in templates, nest an element per level. */
const deepestNesting = 30;
/** A language within another is parsed again for each level around it. */
const embedded = /<(?:script|style)\b/gi;
const mostEmbedded = 30;

/** Returns a tree of text and `hljs-…` spans; null for an unknown language and code nested too deeply. */
export function highlight(code: string, language: string): Root | null {
  if (!lowlight.registered(language) || (code.match(embedded)?.length ?? 0) > mostEmbedded) return null;
  try {
    const tree = lowlight.highlight(language, code);
    return isTooDeep(tree) ? null : tree;
  } catch {
    // A grammar that fails costs the colors, not the code.
    return null;
  }
}

function isTooDeep(tree: Root): boolean {
  let level: Nodes[] = [tree];
  for (let depth = 0; depth <= deepestNesting && level.length > 0; depth++) {
    level = level.flatMap((node): Nodes[] => ("children" in node ? node.children : []));
  }
  return level.length > 0;
}
