import type { Element } from "hast";
import { hiddenElementKind, readStyle, type Style } from "./html-style.ts";
import { classNames } from "./html-tree.ts";

const MAX_CSS_LENGTH = 500_000;
const SIMPLE = /^([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)$/i;

type Rule = { tag: string; names: string[]; weight: number; style: Style };

/** A page's own style elements, limited to simple selectors (`p`, `.a`, `#b`, `p.a.b`). */
export type StyleSheet = { isEmpty: boolean; styleOf(element: Element): Style };

/**
 * A class that another rule makes visible again, such as `.panel.open { display: block }`, belongs to tabs or
 * menus and does not count as hiding. Rules for media other than the screen are ignored.
 */
export function readStyleSheet(css: string): StyleSheet {
  const rules: Rule[] = [];
  const shown = new Set<string>();
  for (const { selectors, body } of readRules(css.slice(0, MAX_CSS_LENGTH))) {
    const style = readStyle(body);
    if (Object.keys(style).length === 0) continue;
    for (const selector of selectors) {
      const [, tag = "*", names = ""] = SIMPLE.exec(selector) ?? [];
      const isSimple = SIMPLE.test(selector);
      const parts = names.match(/[.#][\w-]+/g) ?? [];
      if (isSimple) {
        const weight = parts.reduce(
          (sum, name) => sum + (name.startsWith("#") ? 100 : 10),
          tag === "*" ? 0 : 1,
        );
        rules.push({ tag: tag.toLowerCase(), names: parts.map((name) => name.toLowerCase()), weight, style });
      }
      if ((!isSimple || parts.length > 1) && makesVisible(style)) {
        const last = selector.split(/[\s>+~]+/).at(-1) ?? "";
        for (const name of last.match(/[.#][\w-]+/g) ?? []) shown.add(name.toLowerCase());
      }
    }
  }
  const kept = rules
    .filter(
      ({ names, style }) =>
        !(hiddenElementKind(style) || style.visibility === "hidden") ||
        !names.some((name) => shown.has(name)),
    )
    .toSorted((a, b) => a.weight - b.weight);
  const byKey = Map.groupBy(kept, ({ names, tag }) => names.at(-1) ?? tag);
  return {
    isEmpty: kept.length === 0,
    styleOf(element) {
      const own = new Set(classNames(element).map((name) => `.${name}`));
      if (element.properties.id) own.add(`#${String(element.properties.id).toLowerCase()}`);
      const matching = ["*", element.tagName, ...own]
        .flatMap((key) => byKey.get(key) ?? [])
        .filter(
          ({ tag, names }) =>
            (tag === "*" || tag === element.tagName) && names.every((name) => own.has(name)),
        );
      return Object.assign({}, ...matching.toSorted((a, b) => a.weight - b.weight).map(({ style }) => style));
    },
  };
}

function makesVisible(style: Style): boolean {
  return (
    (style.display !== undefined && style.display !== "none") ||
    style.visibility === "visible" ||
    Number.parseFloat(style.opacity ?? "0") > 0 ||
    (["clip", "left", "top", "height", "max-height", "transform"] as const).some(
      (name) =>
        style[name] !== undefined &&
        hiddenElementKind({ position: "absolute", [name]: style[name] }) === null,
    )
  );
}

function* readRules(css: string): Generator<{ selectors: string[]; body: string }> {
  const source = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, " ");
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("{", at);
    if (open < 0) return;
    const prelude = source
      .slice(at, open)
      .replace(/^[\s\S]*[;}]/, "")
      .trim();
    if (
      /^@(?:media|supports|layer|container)/i.test(prelude) &&
      !/\bprint\b|prefers-|max-width|min-width/i.test(prelude)
    ) {
      at = open + 1;
      continue;
    }
    const end = closingBrace(source, open);
    if (!prelude.startsWith("@")) {
      yield { selectors: prelude.split(",").map((one) => one.trim()), body: source.slice(open + 1, end) };
    }
    at = end + 1;
  }
}

function closingBrace(source: string, open: number): number {
  let depth = 0;
  const braces = /[{}]/g;
  braces.lastIndex = open;
  for (let found = braces.exec(source); found; found = braces.exec(source)) {
    depth += found[0] === "{" ? 1 : -1;
    if (depth === 0) return found.index;
  }
  return source.length;
}
