import type { Element, ElementContent, Root } from "hast";
import { isMostlyLinks } from "./clean-html.ts";
import { classNames, create, isElement, textOf } from "./html-tree.ts";

const TRIGGER_CLASS =
  /^(?:acc|accordion|collaps|toggle|expand|trigger|question|faq|tab|spoiler|dropdown|disclosure|reveal|drawer)|[-_](?:head|header|title|toggle|trigger|question|btn|button|link|summary)$/;
const PANEL_CLASS =
  /(?:acc|accordion|collaps\w*|toggle|expand\w*|faq|tab|tabs|spoiler|disclosure|details|drawer)[-_]*(?:body|content|contents|panel|pane|answer|inner|text|item|wrapper)|^(?:panel|pane|answer|collapse|collapsible|tabpanel|tab-?content)$/;
const GROUP_CLASS = /accordion|faq|collaps|tabs|toggle|spoiler|disclosure|expand/;
const MAX_LABEL_LENGTH = 200;
const MAX_CONTROL_DEPTH = 4;
const MAX_CONTROLS = 30;
const MAX_SCRIPT_LENGTH = 200_000;

/** `isInside`: the control is within the element before the panel, such as a heading. */
type Link = { control: Element; panel: Element; isAdjacent: boolean; isInside: boolean };

/**
 * Finds what a click opens: panels of accordions and tabs. A control refers to its panel by id, or stands
 * before it. Buttons that open a panel become its label.
 */
export function findPanels(page: Root): (element: Element) => boolean {
  markScripted(page);
  const links = [...adjacentPanels(page, []), ...referencedPanels(page)];
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

/** Classes that the page's own scripts handle at a click. */
const scripted = new WeakSet<Element>();

function markScripted(page: Root): void {
  const elements: Element[] = [];
  collect(page, elements);
  const scripts = elements.filter(({ tagName }) => tagName === "script").map(textOf);
  const names = new Set(
    scripts
      .filter((script) => /\bclick\b/.test(script))
      .flatMap((script) => [...script.slice(0, MAX_SCRIPT_LENGTH).matchAll(/["'`]\.?([\w-]{2,60})["'`]/g)])
      .map(([, name = ""]) => name.toLowerCase()),
  );
  if (names.size === 0) return;
  for (const element of elements)
    if (classNames(element).some((name) => names.has(name))) scripted.add(element);
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

function adjacentPanels(node: Root | Element, parents: Element[]): Link[] {
  const elements = elementsOf(node);
  return elements.flatMap((element, at) => {
    const before = elements[at - 1];
    const around = [element, ...parents.slice(0, 2)];
    const tabs = before && isTabList(before, parents) ? findControls(before, 0) : [];
    const control =
      before && tabs.length < 2 && !isControl(element) ? controlOf(before, element, parents) : null;
    const own = control
      ? wrapped({ control, panel: element, isAdjacent: true, isInside: control !== before })
      : tabPanels(tabs, elements.slice(at));
    return [...own, ...adjacentPanels(element, around)];
  });
}

function elementsOf(node: Root | Element): Element[] {
  return (node.children as ElementContent[]).filter((child) => isElement(child));
}

function isTabList(element: Element, parents: Element[]): boolean {
  const isGroup = [element, ...parents].some((one) => classNames(one).some((name) => GROUP_CLASS.test(name)));
  return element.properties.role === "tablist" || isGroup;
}

/** As many panels as tabs follow, or stand in the box that follows. */
function tabPanels(tabs: Element[], following: Element[]): Link[] {
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
function wrapped(link: Link): Link[] {
  const [only, second] = elementsOf(link.panel);
  return only && !second ? [link, ...wrapped({ ...link, panel: only })] : [link];
}

/** The control in `before`, if it opens the element that follows. */
function controlOf(before: Element, panel: Element, parents: Element[]): Element | null {
  const [control = null, ...more] = findControls(before, 0);
  if (before.properties.role === "tablist" || more.length > 1) return null;
  const isMarked = isTrigger(before) || (control !== null && isTrigger(control));
  const isInGroup = parents.some((parent) => classNames(parent).some((name) => GROUP_CLASS.test(name)));
  if (!control) {
    const isLabel = /^(?:h[1-6]|dt|strong|b|summary|label)$/.test(before.tagName);
    const isDefinition = before.tagName === "dt" && panel.tagName === "dd";
    return isMarked || isDefinition || (isLabel && (isInGroup || isPanelClass(panel))) ? before : null;
  }
  const isQuestion = /[?？؟]\s*$/.test(textOf(control));
  return isMarked || isInGroup || isQuestion || isPanelClass(panel) ? control : null;
}

function findControls(element: Element, depth: number): Element[] {
  if (isControl(element)) return [element];
  return depth < MAX_CONTROL_DEPTH
    ? elementsOf(element)
        .slice(0, MAX_CONTROLS)
        .flatMap((child) => findControls(child, depth + 1))
    : [];
}

function isControl({ tagName, properties }: Element): boolean {
  const { type, role, href } = properties;
  if (tagName === "button") return !/^(?:submit|reset)$/.test(String(type ?? ""));
  if (tagName === "a") return href === undefined || /^(?:#|javascript:)/i.test(String(href));
  return ["button", "tab"].includes(String(role));
}

function isTrigger(element: Element): boolean {
  const { ariaExpanded, ariaControls, dataToggle, dataBsToggle, dataTarget, onClick, style } =
    element.properties;
  const marks = [ariaExpanded, ariaControls, dataToggle, dataBsToggle, dataTarget, onClick];
  if (marks.some((mark) => mark !== undefined)) return true;
  if (element.properties.role === "button" && element.tagName !== "a") return true;
  if (scripted.has(element)) return true;
  if (/cursor\s*:\s*pointer/i.test(String(style ?? ""))) return true;
  return classNames(element).some((name) => TRIGGER_CLASS.test(name));
}

const isPanelClass = (element: Element) =>
  element.properties.role === "tabpanel" || classNames(element).some((name) => PANEL_CLASS.test(name));

/** Panels that an attribute or a script in an attribute names by id. */
function referencedPanels(page: Root): Link[] {
  const byId = new Map<string, Element>();
  const elements: Element[] = [];
  collect(page, elements);
  for (const element of elements) if (element.properties.id) byId.set(String(element.properties.id), element);
  const named = elements.flatMap((control) =>
    namedIds(control).flatMap((id) => {
      const panel = byId.get(id);
      return panel && panel !== control ? [{ control, panel, isAdjacent: false, isInside: false }] : [];
    }),
  );
  const labelled = elements.flatMap((panel) => {
    const control =
      panel.properties.role === "tabpanel" && byId.get(String(panel.properties.ariaLabelledBy ?? ""));
    return control ? [{ control, panel, isAdjacent: false, isInside: false }] : [];
  });
  return [...named, ...labelled];
}

function collect(node: Root | Element, elements: Element[]): void {
  for (const child of node.children) {
    if (!isElement(child)) continue;
    elements.push(child);
    collect(child, elements);
  }
}

function namedIds({ properties }: Element): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value.join(" ") : String(value ?? "");
    if (name === "ariaControls" || name === "ariaOwns") return text.split(/\s+/);
    if (name === "href") return text.startsWith("#") ? [text.slice(1)] : [];
    if (name.startsWith("data")) return /^#?[\w:.-]{1,100}$/.test(text) ? [text.replace(/^#/, "")] : [];
    return name === "onClick"
      ? [...text.matchAll(/["'`]#?([\w:.-]{1,100})["'`]/g)].map(([, id]) => id ?? "")
      : [];
  });
}
