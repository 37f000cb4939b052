import type { Element, ElementContent, Root } from "hast";
import { create, isElement, textOf } from "../../html/html-tree.ts";
import { NUMBER_END, NUMBER_START } from "./number-paragraphs.ts";

const LABEL = new RegExp(`^${NUMBER_START}([^${NUMBER_END}]*)${NUMBER_END}`);
const PLAIN = /^(\d{1,9})[.)]$/;

/**
 * Shows the numbers that Word makes: in lists with plain numbers as those of the list, elsewhere as text.
 */
export function placeNumbers(page: Root): void {
  page.children = placeAll(page.children as ElementContent[], false) as Root["children"];
}

/** A table's cell is one line, so a list in it needs its numbers as text. */
function placeAll(nodes: ElementContent[], isInCell: boolean): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === "text") {
      return [{ ...node, value: node.value.replaceAll(NUMBER_START, "").replaceAll(NUMBER_END, " ") }];
    }
    if (!isElement(node)) return [node];
    const isCell = isInCell || isElement(node, "td", "th");
    if (node.tagName === "ol" && !isCell) return placeList(node);
    return [{ ...node, children: placeAll(node.children, isCell) }];
  });
}

/** Consecutive plain numbers remain one list; other labels become text of items without numbers. */
function placeList(list: Element): ElementContent[] {
  const lists: { element: Element; next: number | null }[] = [];
  for (const item of list.children) {
    const label = LABEL.exec(textOf(item))?.[1];
    const number = label === undefined ? null : PLAIN.exec(label)?.[1];
    const last = lists.at(-1);
    if (number && isElement(item)) {
      const children = placeAll(withoutLabel(item.children), false);
      const at = Number(number);
      if (last && last.next === at) last.element.children.push({ ...item, children });
      else
        lists.push({
          element: { ...create("ol", [{ ...item, children }]), properties: { start: at } },
          next: null,
        });
      (lists.at(-1) as { next: number | null }).next = at + 1;
    } else {
      const open =
        last && last.next === null ? last : { element: create(label ? "ul" : "ol", []), next: null };
      if (open !== last) lists.push(open);
      open.element.children.push(...placeAll([item], false));
    }
  }
  return lists.map(({ element }) => element);
}

/** Removes the label from the first text. */
function withoutLabel(nodes: ElementContent[]): ElementContent[] {
  const [first, ...rest] = nodes;
  if (!first) return [];
  if (first.type === "text") return [{ ...first, value: first.value.replace(LABEL, "") }, ...rest];
  return isElement(first) ? [{ ...first, children: withoutLabel(first.children) }, ...rest] : nodes;
}
