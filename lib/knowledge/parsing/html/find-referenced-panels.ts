import type { Element, Root } from "hast";
import { allElements } from "./find-controls.ts";

/**
 * A control and what it opens. `isAdjacent`: it stands before the panel; `isInside`: within the element
 * before the panel, such as a heading.
 */
export type PanelLink = { control: Element; panel: Element; isAdjacent: boolean; isInside: boolean };

/** Panels that an attribute or a script in an attribute names by id. */
export function findReferencedPanels(page: Root): PanelLink[] {
  const byId = new Map<string, Element>();
  const elements = allElements(page);
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
