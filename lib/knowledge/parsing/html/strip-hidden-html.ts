import type { Element, ElementContent, Root } from "hast";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenKind, type HiddenText, hiddenText } from "../hidden-text.ts";
import { findPanels } from "./find-panels.ts";
import {
  DEFAULT_TEXT_STYLE,
  hiddenElementKind,
  hiddenTextKind,
  inheritTextStyle,
  readStyle,
  type Style,
  type TextStyle,
} from "./html-style.ts";
import { classNames, elementsNamed, textOf } from "./html-tree.ts";
import { readStyleSheet, type StyleSheet } from "./style-sheet.ts";

/** Their content is never page text. */
const OPAQUE = new Set(
  "script style noscript template svg iframe head object embed canvas audio video map select datalist textarea".split(
    " ",
  ),
);
/** Short labels for screen readers, such as "opens in a new window". */
const SCREEN_READER_CLASS =
  /^(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|screenreader|a11y-hidden|assistive-text|element-invisible)$/;
const MAX_LABEL_LENGTH = 120;
const MAX_ATTRIBUTE_LENGTH = 250;
const MIN_COMMENT_WORDS = 4;

type Walk = { found: HiddenText[]; sheet: StyleSheet; isPanel(element: Element): boolean };

/**
 * Removes text that readers do not see from a page and returns it. Kept: what a click opens (`details`,
 * panels of tabs and accordions with a control) and short labels for screen readers.
 * `aria-hidden` content is removed as decoration and not reported. Judged by attributes, inline styles and
 * simple selectors of the page's own style elements; external style sheets and scripts are unknown.
 */
export function stripHiddenHtml(page: Root): HiddenText[] {
  const found: HiddenText[] = [];
  const head = elementsNamed(page, ["head"])[0];
  const css = elementsNamed(page, ["style"]).map(textOf).join("\n");
  const sheet = readStyleSheet(css);
  const walk: Walk = { found, sheet, isPanel: findPanels(page) };
  if (head) found.push(...readMeta(head));
  const links = head ? elementsNamed(head, ["link"]) : [];
  const hasExternalSheet = links.some(({ properties }) => String(properties.rel).includes("stylesheet"));
  page.children = keepVisible(
    page.children as ElementContent[],
    DEFAULT_TEXT_STYLE,
    { ...walk },
    hasExternalSheet,
  ) as Root["children"];
  return found;
}

/** @param isStyledElsewhere whether an external style sheet may set the background color */
function keepVisible(
  nodes: ElementContent[],
  textStyle: TextStyle,
  walk: Walk,
  isStyledElsewhere: boolean,
): ElementContent[] {
  const textKind = hiddenTextKind(textStyle);
  const isSame = nodes.every((node) => node.type === "text" && !textKind);
  if (isSame) for (const node of nodes) walk.found.push(...findInvisibleCharacters(textOf(node)));
  return isSame
    ? nodes
    : nodes.filter((node) => isVisible(node, textStyle, textKind, walk, isStyledElsewhere));
}

function isVisible(
  node: ElementContent,
  textStyle: TextStyle,
  textKind: HiddenKind | null,
  walk: Walk,
  isStyledElsewhere: boolean,
): boolean {
  switch (node.type) {
    case "text":
      if (textKind) walk.found.push(...hiddenText(textKind, node.value));
      else walk.found.push(...findInvisibleCharacters(node.value));
      return !textKind;
    case "comment":
      if (
        !/^\[if\b|^<!\[endif|^\?/.test(node.value) &&
        node.value.trim().split(/\s+/).length >= MIN_COMMENT_WORDS
      )
        walk.found.push(...hiddenText("comment", node.value));
      return false;
    case "element":
      return isElementVisible(node, textStyle, walk, isStyledElsewhere);
    default:
      return true;
  }
}

function isElementVisible(
  element: Element,
  textStyle: TextStyle,
  walk: Walk,
  isStyledElsewhere: boolean,
): boolean {
  if (OPAQUE.has(element.tagName)) return element.tagName !== "template";
  const { properties } = element;
  const inline = properties.style === undefined ? null : readStyle(String(properties.style));
  const style = walk.sheet.isEmpty ? inline : { ...walk.sheet.styleOf(element), ...inline };
  if (style && walk.isPanel(element)) delete style.visibility;
  const kind = hidingOf(element, style);
  if (kind && !isExempt(element, kind, style, walk)) {
    if (kind !== "decoration") walk.found.push(...hiddenText(kind, textOf(element)));
    return false;
  }
  readAttributes(element, walk.found);
  const [inner, isUnknown] = styleInside(element, style, textStyle, isStyledElsewhere);
  element.children = keepVisible(element.children, inner, walk, isUnknown);
  return true;
}

/** An external style sheet may set the background of an element with a class or id. */
function styleInside(
  element: Element,
  style: Style | null,
  textStyle: TextStyle,
  isStyledElsewhere: boolean,
): [TextStyle, boolean] {
  const { color, bgColor, className, id } = element.properties;
  const isTarget =
    isStyledElsewhere && element.tagName !== "html" && (className !== undefined || id !== undefined);
  const isKnown = style?.background !== undefined || style?.["background-color"] !== undefined;
  if (!style && color === undefined && bgColor === undefined && !isTarget)
    return [textStyle, isStyledElsewhere];
  const attributes = readStyle(`${color ? `color:${color};` : ""}${bgColor ? `background:${bgColor}` : ""}`);
  const inner = inheritTextStyle(
    { ...attributes, ...style },
    isTarget && !isKnown ? { ...textStyle, background: null } : textStyle,
  );
  return [inner, isStyledElsewhere];
}

type Hiding = HiddenKind | "decoration";

function hidingOf({ properties }: Element, style: Style | null): Hiding | null {
  const { hidden, ariaHidden } = properties;
  if (hidden !== undefined && hidden !== false && hidden !== "until-found") return "invisible";
  const kind = style && hiddenElementKind(style);
  return kind ?? (String(ariaHidden) === "true" ? "decoration" : null);
}

function isExempt(element: Element, kind: Hiding, style: Style | null, walk: Walk): boolean {
  const isFolded = /^0(?![.\d]*[1-9])/.test(style?.["max-height"] ?? style?.height ?? "");
  if ((kind === "invisible" || kind === "decoration" || isFolded) && walk.isPanel(element)) return true;
  const isLabel = classNames(element).some((name) => SCREEN_READER_CLASS.test(name));
  return kind === "off-page" && isLabel && textOf(element).trim().length <= MAX_LABEL_LENGTH;
}

function readAttributes({ tagName, properties }: Element, found: HiddenText[]): void {
  const { alt, title, ariaLabel } = properties;
  for (const value of [tagName === "img" ? alt : undefined, title, ariaLabel]) {
    if (value !== undefined && String(value).length > MAX_ATTRIBUTE_LENGTH)
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
