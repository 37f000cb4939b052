import type { Element, Root } from "hast";
import { isMostlyLinks } from "./clean-html.ts";
import {
  elementsOf,
  findControls,
  hasOnlyControls,
  isControl,
  isPanelClass,
  isTrigger,
  markScripted,
} from "./find-controls.ts";
import { findReferencedPanels, type PanelLink } from "./find-referenced-panels.ts";
import { classNames, create, textOf } from "./html-tree.ts";

const GROUP_CLASS = /accordion|faq|collaps|tabs|toggle|spoiler|disclosure|expand/;
const MAX_LABEL_LENGTH = 200;

/**
 * Finds what a click opens: panels of accordions and tabs. A control refers to its panel by id, or stands
 * before it. Buttons that open a panel become its label.
 */
export function findPanels(page: Root): (element: Element) => boolean {
  markScripted(page);
  const links = [...adjacentPanels(page, []), ...findReferencedPanels(page)];
  const panels = new Set(links.map(({ panel }) => panel));
  const done = new Set<Element>();
  for (const { control, panel, isAdjacent, isInside } of links) {
    const label = textOf(control).replace(/\s+/g, " ").trim();
    if (done.has(panel) || done.has(control) || label === "" || label.length > MAX_LABEL_LENGTH) continue;
    if (!isAdjacent && !isInside && !opensByName(control, panel)) continue;
    done.add(panel).add(control);
    if (isMenu(panel)) continue;
    if (!isAdjacent)
      panel.children.unshift(create("p", [create("strong", [{ type: "text", value: label }])]));
    else if (control.tagName === "button") control.tagName = isInside ? "span" : "strong";
  }
  return (element) => panels.has(element);
}

/** A link to a section of the page, as in a table of contents, opens nothing. */
function opensByName(control: Element, panel: Element): boolean {
  const isTab = control.properties.role === "tab" || isTrigger(control);
  return isTab || (isControl(control) && (control.tagName !== "a" || isPanelClass(panel)));
}

function isMenu(panel: Element): boolean {
  const role = String(panel.properties.role ?? "");
  return (
    panel.tagName === "nav" ||
    /^(?:menu|menubar|navigation|listbox|dialog)$/.test(role) ||
    isMostlyLinks(panel)
  );
}

function adjacentPanels(node: Root | Element, parents: Element[]): PanelLink[] {
  const elements = elementsOf(node);
  return elements.flatMap((element, at) => {
    const before = elements[at - 1];
    const around = [element, ...parents.slice(0, 2)];
    const tabs = before && isTabList(before, parents) ? findControls(before, 0) : [];
    const control =
      before && tabs.length < 2 && !hasOnlyControls(element)
        ? controlOf(before, element, parents, elements[at - 2])
        : null;
    const own = control
      ? wrapped({ control, panel: element, isAdjacent: true, isInside: control !== before })
      : tabPanels(tabs, elements.slice(at, at + tabs.length));
    return [...own, ...adjacentPanels(element, around)];
  });
}

function isTabList(element: Element, parents: Element[]): boolean {
  const isGroup = [element, ...parents].some((one) => classNames(one).some((name) => GROUP_CLASS.test(name)));
  return element.properties.role === "tablist" || isGroup;
}

/** As many panels as tabs follow, or stand in the box that follows. */
function tabPanels(tabs: Element[], following: Element[]): PanelLink[] {
  const [box] = following;
  const boxed = box ? elementsOf(box) : [];
  const panels = boxed.length === tabs.length ? boxed : following;
  if (tabs.length < 2 || panels.length < tabs.length) return [];
  return tabs.flatMap((control, at) => {
    const panel = panels[at];
    return panel ? [{ control, panel, isAdjacent: false, isInside: true }] : [];
  });
}

/** A box opens together with the only element in it. */
function wrapped(link: PanelLink): PanelLink[] {
  const [only, second] = elementsOf(link.panel);
  return only && !second ? [link, ...wrapped({ ...link, panel: only })] : [link];
}

/** A check box and its label open what follows without a script. */
function isSwitch(input: Element | undefined, label: Element): boolean {
  const isBox = /^(?:checkbox|radio)$/.test(String(input?.properties.type ?? ""));
  return isBox && label.tagName === "label" && label.properties.htmlFor?.toString() === input?.properties.id;
}

/** The control in `before`, if it opens the element that follows. */
function controlOf(
  before: Element,
  panel: Element,
  parents: Element[],
  beforeThat: Element | undefined,
): Element | null {
  const [control = null, ...more] = findControls(before, 0);
  if (before.properties.role === "tablist" || more.length > 1) return null;
  const isMarked =
    isTrigger(before) || (control !== null && isTrigger(control)) || isSwitch(beforeThat, before);
  const isInGroup = parents.some((parent) => classNames(parent).some((name) => GROUP_CLASS.test(name)));
  if (!control) {
    const isLabel = /^(?:h[1-6]|dt|strong|b|summary|label)$/.test(before.tagName);
    const isDefinition = before.tagName === "dt" && panel.tagName === "dd";
    return isMarked || isDefinition || (isLabel && (isInGroup || isPanelClass(panel))) ? before : null;
  }
  const isQuestion = /[?？؟]\s*$/.test(textOf(control));
  return isMarked || isInGroup || isQuestion || isPanelClass(panel) ? control : null;
}
