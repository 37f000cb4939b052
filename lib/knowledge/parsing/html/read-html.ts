import type { Root } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse, type TreeAdapter } from "parse5";
import { ParleyError } from "#lib/core/errors.ts";

/** Browsers stop at 512; ordinary pages stay below 60. */
const MAX_DEPTH = 256;
const MAX_ELEMENTS = 200_000;

/** Parses HTML as a browser does. @throws ParleyError invalid for pages built to exhaust the parser */
export function readHtml(html: string): Root {
  const tree = fromParse5(parse(html, { treeAdapter: boundedAdapter() }));
  return tree.type === "root" ? tree : { type: "root", children: [] };
}

function boundedAdapter(): TreeAdapter<DefaultTreeAdapterMap> {
  let depth = 0;
  let elements = 0;
  return {
    ...defaultTreeAdapter,
    createElement(...element) {
      elements += 1;
      if (elements > MAX_ELEMENTS) throw new ParleyError("invalid", "The page has too many elements.");
      return defaultTreeAdapter.createElement(...element);
    },
    onItemPush() {
      depth += 1;
      if (depth > MAX_DEPTH) throw new ParleyError("invalid", "The page is nested too deeply.");
    },
    onItemPop() {
      depth -= 1;
    },
  };
}
