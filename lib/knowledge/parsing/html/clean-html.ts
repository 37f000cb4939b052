import type { Element, ElementContent, Root, Text } from "hast";
import { normalizeText } from "../normalize-text.ts";
import { classNames, containsBlocks, isElement, textOf } from "./html-tree.ts";

type Options = { keepLinkLists: boolean };
type Place = Options & { parents: string[] };

const REMOVED_TAGS = new Set(
  `script style noscript template svg iframe nav aside head link meta object embed canvas audio video map dialog
   input select option optgroup datalist textarea button progress meter output rp`.split(/\s+/),
);
const REMOVED_ROLES = new Set(
  "navigation banner contentinfo search menu menubar toolbar tablist dialog alertdialog".split(" "),
);
const NAVIGATION_CLASSES = new Set(
  `navheader navfooter breadcrumb breadcrumbs skip-link skiplink linenos lineno line-numbers linenumbers
   mw-editsection toctogglespan`.split(/\s+/),
);
/** Class names also used for real content: removed only if most of the text is links. */
const LINK_LIST_CLASSES = new Set(
  `nav navbar navigation nav-links menu sidebar sidenav toc table-of-contents tableofcontents contents pagination
   pager site-nav page-nav prev-next related relations`.split(/\s+/),
);
const ADMONITION =
  /^(?:note|tip|hint|info|important|warning|caution|danger|admonition|callout|sidebar-note)$/;
const LABELLED_BUTTONS = ["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"];

/**
 * Returns a copy without navigation, controls and decoration. Links that are not absolute lose their target
 * and keep their text.
 */
export function cleanHtml(nodes: ElementContent[], options: Options): Root {
  return { type: "root", children: cleanAll(nodes, { ...options, parents: [] }) };
}

function cleanAll(nodes: ElementContent[], place: Place): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === "text") return [cleanText(node)];
    return node.type === "element" ? cleanElement(node, place) : [];
  });
}

function cleanText(node: Text): Text {
  return { type: "text", value: normalizeText(node.value) };
}

function cleanElement(element: Element, place: Place): ElementContent[] {
  if (isRemoved(element, place)) return [];
  if (element.tagName === "img") return altText(element);
  const inside = { ...place, parents: [element.tagName, ...place.parents.slice(0, 7)] };
  const children = cleanAll(element.children, inside);
  if (element.tagName === "a") return cleanLink(element, children);
  if (element.tagName === "button") return children;
  return [{ ...element, children }];
}

function isRemoved(element: Element, place: Place): boolean {
  const { tagName, properties } = element;
  if (tagName === "button") return !place.parents.some((parent) => LABELLED_BUTTONS.includes(parent));
  if (tagName === "aside") return !isAdmonition(element);
  if (tagName === "header" || tagName === "footer") return !isArticleHeader(element, place);
  if (isCheckbox(element) && place.parents.includes("li")) return false;
  if (REMOVED_TAGS.has(tagName) || REMOVED_ROLES.has(String(properties.role))) return true;
  const names = classNames(element);
  if (names.some((name) => NAVIGATION_CLASSES.has(name))) return true;
  return !place.keepLinkLists && names.some((name) => LINK_LIST_CLASSES.has(name)) && isMostlyLinks(element);
}

export function isAdmonition(element: Element): boolean {
  return element.properties.role === "note" || classNames(element).some((name) => ADMONITION.test(name));
}

/** An article's header contains its heading; a site's header contains its logo and menu. */
function isArticleHeader(element: Element, place: Place): boolean {
  const isInside = place.parents.some((parent) => ["article", "main", "section"].includes(parent));
  return element.tagName === "header" && isInside && hasHeading(element);
}

function hasHeading(element: Element): boolean {
  return element.children.some(
    (child) => isElement(child) && (/^h[1-6]$/.test(child.tagName) || hasHeading(child)),
  );
}

function isCheckbox({ tagName, properties }: Element): boolean {
  return tagName === "input" && properties.type === "checkbox";
}

export function isMostlyLinks(element: Element): boolean {
  const { text, linked } = measure(element);
  return linked * 2 >= text;
}

type Lengths = { text: number; linked: number };
/** Avoids measuring nested boxes once per level. */
const measured = new WeakMap<Element, Lengths>();

function measure(element: Element): Lengths {
  const known = measured.get(element);
  if (known) return known;
  const lengths = { text: 0, linked: 0 };
  for (const child of element.children) {
    const inner = isElement(child) ? measure(child) : { text: visibleLength(child), linked: 0 };
    lengths.text += inner.text;
    lengths.linked += isElement(child, "a") ? inner.text : inner.linked;
  }
  measured.set(element, lengths);
  return lengths;
}

function visibleLength(node: ElementContent): number {
  return node.type === "text" ? node.value.replace(/\s+/g, "").length : 0;
}

function altText({ properties }: Element): ElementContent[] {
  const alt = normalizeText(String(properties.alt ?? "")).trim();
  return alt === "" ? [] : [{ type: "text", value: ` ${alt} ` }];
}

function cleanLink(link: Element, children: ElementContent[]): ElementContent[] {
  const href = String(link.properties.href ?? "").trim();
  const text = children.map(textOf).join("").trim();
  if (/^(?:[#¶§🔗↑↩\s]|\ufe0e)*$/u.test(text)) return [];
  if (!/^(?:https?:\/\/|mailto:)/i.test(href) || children.some(containsBlocks)) return children;
  return [{ ...link, properties: { href }, children }];
}
