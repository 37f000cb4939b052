import type { Element, ElementContent, Root } from "hast";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenKind, type HiddenText, hiddenText } from "../hidden-text.ts";
import { hidesAll, hidesText, type Look, lookOf, PLAIN_LOOK, readStyle, type Style } from "./html-style.ts";
import { classNames, elementsNamed, textOf } from "./html-tree.ts";
import { readStyleSheet, type StyleSheet } from "./style-sheet.ts";

/** Nothing in these is text of the page, seen or not. */
const OPAQUE = new Set(
  "script style noscript template svg iframe head object embed canvas audio video map select datalist textarea".split(
    " ",
  ),
);
/** Read out by screen readers: "opens in a new window". A label, not a paragraph. */
const FOR_SCREEN_READERS =
  /^(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|screenreader|a11y-hidden|assistive-text|element-invisible)$/;
const LONGEST_LABEL = 120;
const LONGEST_ATTRIBUTE = 250;
const MIN_COMMENT_WORDS = 4;
const POINTERS = ["ariaControls", "ariaOwns", "dataTarget", "dataBsTarget", "dataTabTarget", "href"] as const;

type Walk = { found: HiddenText[]; sheet: StyleSheet; isOpenable(element: Element): boolean };

/**
 * Takes out of a page what its reader does not see, and says what that was. Stays: what opens at a click (`details`, panels of
 * tabs and accordions that something on the page points to) and short labels for screen readers. Goes without a word: what
 * is `aria-hidden`, which is decoration. Judged by attributes, inline styles and plain selectors of the page's own style
 * elements; what style sheets outside and scripts do is unknown.
 */
export function stripHiddenHtml(page: Root): HiddenText[] {
  const found: HiddenText[] = [];
  const head = elementsNamed(page, ["head"])[0];
  const css = elementsNamed(page, ["style"]).map(textOf).join("\n");
  const sheet = readStyleSheet(css);
  const walk: Walk = { found, sheet, isOpenable: findOpenable(page) };
  if (head) found.push(...readMeta(head));
  const links = head ? elementsNamed(head, ["link"]) : [];
  const hasOutside = links.some(({ properties }) => String(properties.rel).includes("stylesheet"));
  page.children = seeAll(
    page.children as ElementContent[],
    PLAIN_LOOK,
    { ...walk },
    hasOutside,
  ) as Root["children"];
  return found;
}

/** @param isStyledElsewhere whether a style sheet that is not here may give the background another colour */
function seeAll(
  nodes: ElementContent[],
  look: Look,
  walk: Walk,
  isStyledElsewhere: boolean,
): ElementContent[] {
  const unseen = hidesText(look);
  const isSame = nodes.every((node) => node.type === "text" && !unseen);
  if (isSame) for (const node of nodes) walk.found.push(...findInvisibleCharacters(textOf(node)));
  return isSame ? nodes : nodes.filter((node) => isSeen(node, look, unseen, walk, isStyledElsewhere));
}

function isSeen(
  node: ElementContent,
  look: Look,
  unseen: HiddenKind | null,
  walk: Walk,
  isStyledElsewhere: boolean,
): boolean {
  switch (node.type) {
    case "text":
      if (unseen) walk.found.push(...hiddenText(unseen, node.value));
      else walk.found.push(...findInvisibleCharacters(node.value));
      return !unseen;
    case "comment":
      if (
        !/^\[if\b|^<!\[endif|^\?/.test(node.value) &&
        node.value.trim().split(/\s+/).length >= MIN_COMMENT_WORDS
      )
        walk.found.push(...hiddenText("comment", node.value));
      return false;
    case "element":
      return isElementSeen(node, look, walk, isStyledElsewhere);
    default:
      return true;
  }
}

function isElementSeen(element: Element, look: Look, walk: Walk, isStyledElsewhere: boolean): boolean {
  if (OPAQUE.has(element.tagName)) return element.tagName !== "template";
  const { properties } = element;
  const inline = properties.style === undefined ? null : readStyle(String(properties.style));
  const style = walk.sheet.isEmpty ? inline : { ...walk.sheet.styleOf(element), ...inline };
  const kind = hiddenAs(element, style);
  if (kind && !isForReaders(element, kind, walk)) {
    if (kind !== "decoration") walk.found.push(...hiddenText(kind, textOf(element)));
    return false;
  }
  readAttributes(element, walk.found);
  const [inner, isUnknown] = lookInside(element, style, look, isStyledElsewhere);
  element.children = seeAll(element.children, inner, walk, isUnknown);
  return true;
}

/** With a class or an id, a style sheet that is not here may well colour what is behind the text. */
function lookInside(
  element: Element,
  style: Style | null,
  look: Look,
  isStyledElsewhere: boolean,
): [Look, boolean] {
  const { color, bgColor, className, id } = element.properties;
  const isTarget =
    isStyledElsewhere && element.tagName !== "html" && (className !== undefined || id !== undefined);
  const isKnown = style?.background !== undefined || style?.["background-color"] !== undefined;
  if (!style && color === undefined && bgColor === undefined && !isTarget) return [look, isStyledElsewhere];
  const attributes = readStyle(`${color ? `color:${color};` : ""}${bgColor ? `background:${bgColor}` : ""}`);
  const inner = lookOf(
    { ...attributes, ...style },
    isTarget && !isKnown ? { ...look, background: null } : look,
  );
  return [inner, isStyledElsewhere];
}

type Hiding = HiddenKind | "decoration";

function hiddenAs({ properties }: Element, style: Style | null): Hiding | null {
  const { hidden, ariaHidden } = properties;
  if (hidden !== undefined && hidden !== false && hidden !== "until-found") return "invisible";
  const kind = style && hidesAll(style);
  return kind ?? (String(ariaHidden) === "true" ? "decoration" : null);
}

function isForReaders(element: Element, kind: Hiding, walk: Walk): boolean {
  if (kind === "invisible" || kind === "decoration") return walk.isOpenable(element);
  const isLabel = classNames(element).some((name) => FOR_SCREEN_READERS.test(name));
  return isLabel && textOf(element).trim().length <= LONGEST_LABEL;
}

/** Panels that a tab, a button or a link of the page shows; the list is made when the first hidden element is met. */
function findOpenable(page: Root): (element: Element) => boolean {
  let ids: Set<string> | undefined;
  return ({ properties }) => {
    ids ??= new Set(pointedTo(page));
    return properties.id !== undefined && ids.has(String(properties.id));
  };
}

function pointedTo(node: Root | Element): string[] {
  return node.children.flatMap((child) => {
    if (child.type !== "element") return [];
    const own = POINTERS.flatMap((name) => {
      const value = child.properties[name];
      const targets = (Array.isArray(value) ? value : [value]).flatMap((one) =>
        String(one ?? "").split(/\s+/),
      );
      return name.startsWith("aria")
        ? targets
        : targets.flatMap((one) => (one.startsWith("#") ? [one.slice(1)] : []));
    });
    return [...own, ...pointedTo(child)];
  });
}

function readAttributes({ tagName, properties }: Element, found: HiddenText[]): void {
  const { alt, title, ariaLabel } = properties;
  for (const value of [tagName === "img" ? alt : undefined, title, ariaLabel]) {
    if (value !== undefined && String(value).length > LONGEST_ATTRIBUTE)
      found.push(...hiddenText("attribute", String(value)));
  }
}

function readMeta(head: Element): HiddenText[] {
  return elementsNamed(head, ["meta"]).flatMap(({ properties: { name, content } }) =>
    /^(?:description|keywords|abstract)$/i.test(String(name))
      ? hiddenText("metadata", String(content ?? ""))
      : [],
  );
}
