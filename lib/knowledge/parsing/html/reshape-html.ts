import type { Element, ElementContent, Properties, Root } from "hast";
import { reshapeTable } from "../tables/reshape-table.ts";
import { isAdmonition } from "./clean-html.ts";
import { create, isBlank, isElement, textOf } from "./html-tree.ts";

const LANGUAGE = /^(?:language|lang|highlight-source|highlight)-([\w+#.-]+)$/i;
const NO_LANGUAGE = new Set(["default", "notranslate", "none", "plaintext", "text"]);

/** Each further level would indent every line once more. */
const MAX_INDENTS = 10;

type Place = { depth: number; language?: string };

/** Converts elements without a Markdown equivalent: definition lists, captions, layout tables. */
export function reshapeHtml(root: Root): Root {
  return { type: "root", children: reshapeAll(root.children as ElementContent[], { depth: 0 }) };
}

function reshapeAll(nodes: ElementContent[], place: Place): ElementContent[] {
  return nodes.flatMap((node) => (isElement(node) ? reshape(node, place) : [node]));
}

function reshape(element: Element, place: Place): ElementContent[] {
  const language = languageOf(element.properties) ?? place.language;
  if (element.tagName === "pre") return [codeBlock(element, language)];
  const isIndented = ["ul", "ol", "dl", "blockquote"].includes(element.tagName);
  const depth = place.depth + (isIndented ? 1 : 0);
  const changed = { ...element, children: reshapeAll(element.children, { language, depth }) };
  if (isIndented && depth > MAX_INDENTS) return changed.children.map(asBlock);
  if (isAdmonition(changed)) return [{ ...changed, children: changed.children.map(labelHeading) }];
  switch (element.tagName) {
    case "dl":
      return definitionList(changed);
    case "table":
      return reshapeTable(changed);
    case "em":
    case "i":
    case "var":
    case "u":
      return isOnlyCode(changed) ? changed.children : [changed];
    case "del":
    case "s":
    case "strike":
      return changed.children.every((child) => child.type === "text") ? [changed] : changed.children;
    case "figcaption":
    case "legend":
    case "summary":
      return [create("p", changed.children)];
    case "menu":
      return [{ ...changed, tagName: "ul" }];
    default:
      return [changed];
  }
}

function languageOf({ className, dataLang, dataLanguage }: Properties): string | undefined {
  const names = Array.isArray(className) ? className.map(String) : [];
  const brush = names[names.indexOf("brush:") + 1];
  const named = names.map((name) => LANGUAGE.exec(name)?.[1]).find((name) => name !== undefined);
  const language = String(dataLang ?? dataLanguage ?? named ?? (names.includes("brush:") ? brush : "") ?? "");
  return language === "" || NO_LANGUAGE.has(language.toLowerCase()) ? undefined : language.replace(/;$/, "");
}

function codeBlock(pre: Element, outerLanguage: string | undefined): Element {
  const code = pre.children.find((child) => isElement(child, "code"));
  const language = (isElement(code) && languageOf(code.properties)) || outerLanguage;
  const inner = create("code", [{ type: "text", value: codeText(pre) }]);
  if (language) inner.properties = { className: [`language-${language}`] };
  return create("pre", [inner]);
}

function codeText(node: ElementContent): string {
  if (node.type === "text") return node.value;
  if (!isElement(node)) return "";
  return node.tagName === "br" ? "\n" : node.children.map(codeText).join("");
}

function asBlock(node: ElementContent): ElementContent {
  return isElement(node, "li", "dt", "dd") ? { ...node, tagName: "div" } : node;
}

/** The title of a note box is not a section heading: the text after the box belongs to the outer section. */
function labelHeading(node: ElementContent): ElementContent {
  return isElement(node) && /^h[1-6]$/.test(node.tagName)
    ? create("p", [create("strong", withoutBold(node.children))])
    : node;
}

function isOnlyCode(element: Element): boolean {
  const content = element.children.filter((child) => !isBlank(child));
  return content.length > 0 && content.every((child) => isElement(child, "code", "tt", "kbd", "samp"));
}

/**
 * Terms with a common definition become one bold paragraph, followed by the definition in the same list item.
 */
function definitionList(list: Element): ElementContent[] {
  const items: Element[] = [];
  let terms: ElementContent[][] = [];
  const parts = list.children.flatMap((node) =>
    node.type === "element" && node.tagName === "div" ? node.children : [node],
  );
  for (const part of parts) {
    if (part.type !== "element") continue;
    if (part.tagName === "dt") terms.push(part.children);
    else if (terms.length > 0 || items.length === 0) {
      items.push(create("li", [...termParagraph(terms), create("div", part.children)]));
      terms = [];
    } else items.at(-1)?.children.push(create("div", part.children));
  }
  items.push(...terms.map((term) => create("li", termParagraph([term]))));
  return items.length > 0 ? [create("ul", items)] : [];
}

function termParagraph(terms: ElementContent[][]): Element[] {
  const parts = terms.filter((term) => term.some((node) => textOf(node).trim() !== ""));
  const content = parts.flatMap((term, index): ElementContent[] =>
    index === 0 ? withoutBold(term) : [{ type: "text", value: ", " }, ...withoutBold(term)],
  );
  return content.length > 0 ? [create("p", [create("strong", content)])] : [];
}

function withoutBold(nodes: ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (!isElement(node)) return [node];
    const children = withoutBold(node.children);
    const isInline = ["a", "code", "em", "i", "kbd", "samp", "tt", "del", "s"].includes(node.tagName);
    return isInline ? [{ ...node, children }] : children;
  });
}
