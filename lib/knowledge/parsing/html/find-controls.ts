import type { Element, ElementContent, Root } from "hast";
import { classNames, isElement, textOf } from "./html-tree.ts";

/** Names of what is clicked, in the style sheets of accordions and tabs. */
const TRIGGER_CLASS =
  /^(?:acc|tab|faq)(?:$|[-_])|^(?:accordion|collaps|toggl|expand|trigger|question|spoiler|disclosure|reveal|dropdown|drawer)|[-_](?:toggler?|trigger|opener|expander|question)$|(?:^|[-_])more(?:$|[-_])/;
const PANEL_CLASS =
  /^(?:acc|accordion|collaps\w*|toggle|expand\w*|faq|tabs?|spoiler|disclosure|details|drawer)[-_]*(?:body|content|contents|panel|pane|answer|inner|text|item|wrapper)|^(?:panel|pane|answer|collapse|collapsible|tabpanel|tab-?content)$/;
const MAX_CONTROL_DEPTH = 4;
const MAX_CONTROLS = 30;
const MAX_SCRIPT_LENGTH = 200_000;

export function elementsOf(node: Root | Element): Element[] {
  return (node.children as ElementContent[]).filter((child) => isElement(child));
}

export function allElements(node: Root | Element): Element[] {
  const found: Element[] = [];
  const collect = (inner: Root | Element) => {
    for (const child of elementsOf(inner)) {
      found.push(child);
      collect(child);
    }
  };
  collect(node);
  return found;
}

/** Elements of classes that the page's own scripts handle at a click. */
const scripted = new WeakSet<Element>();

export function markScripted(page: Root): void {
  const elements = allElements(page);
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

/** The controls in an element: buttons, tabs, links that lead nowhere. */
export function findControls(element: Element, depth: number): Element[] {
  if (isControl(element)) return [element];
  return depth < MAX_CONTROL_DEPTH
    ? elementsOf(element)
        .slice(0, MAX_CONTROLS)
        .flatMap((child) => findControls(child, depth + 1))
    : [];
}

export function isControl({ tagName, properties }: Element): boolean {
  const { type, role, href } = properties;
  if (tagName === "button") return !/^(?:submit|reset)$/.test(String(type ?? ""));
  if (tagName === "a") return href === undefined || /^(?:#|javascript:)/i.test(String(href));
  return ["button", "tab"].includes(String(role));
}

/** A row of tabs or buttons is no panel. */
export function hasOnlyControls(element: Element): boolean {
  const controls = findControls(element, 0);
  const length = (elements: Element[]) => elements.map(textOf).join("").replace(/\s+/g, "").length;
  return controls.length > 0 && length(controls) >= length([element]);
}

/** Whether a control, or an element that is clicked like one, is marked as opening something. */
export function isTrigger(element: Element): boolean {
  const { ariaExpanded, ariaControls, dataToggle, dataBsToggle, dataTarget, onClick, style } =
    element.properties;
  const marks = [ariaExpanded, ariaControls, dataToggle, dataBsToggle, dataTarget, onClick];
  if (marks.some((mark) => mark !== undefined)) return true;
  if (element.properties.role === "button" && element.tagName !== "a") return true;
  if (scripted.has(element)) return true;
  if (/cursor\s*:\s*pointer/i.test(String(style ?? ""))) return true;
  return classNames(element).some((name) => TRIGGER_CLASS.test(name));
}

export const isPanelClass = (element: Element) =>
  element.properties.role === "tabpanel" || classNames(element).some((name) => PANEL_CLASS.test(name));
