import type { Parent, PhrasingContent, Root, RootContent, Text } from "mdast";
import { isMark } from "#lib/citation-marks/is-mark.ts";
import { MARK } from "#lib/citation-marks/mark-surroundings.ts";

const mark = /\[(\d{1,3})\]/g;

/**
 * Turns `[2]` in running text into `<button value="2">`. Markdown yields no other button, since raw HTML
 * stays text. Code has no text nodes, and link texts are skipped.
 */
export function remarkCitations() {
  return (tree: Root) => mergeAndMark(tree);
}

function mergeAndMark(parent: Parent): void {
  parent.children = mergeText(parent.children).flatMap((node): RootContent[] => {
    if (node.type === "text") return markText(node);
    if ("children" in node && node.type !== "link" && node.type !== "linkReference") mergeAndMark(node);
    return [node];
  });
}

function mergeText(nodes: RootContent[]): RootContent[] {
  const merged: RootContent[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    if (node.type === "text" && last?.type === "text") {
      merged[merged.length - 1] = { type: "text", value: last.value + node.value };
    } else {
      merged.push(node);
    }
  }
  return merged;
}

function markText({ value }: Text): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let at = 0;
  for (const { index, text, number } of marksIn(value)) {
    const between = value.slice(at, index).replace(/ $/, "");
    if (between !== "") nodes.push({ type: "text", value: between });
    nodes.push({
      type: "text",
      value: text,
      data: {
        hName: "button",
        hProperties: { value: number },
        hChildren: [{ type: "text", value: number }],
      },
    });
    at = index + text.length;
  }
  if (at < value.length) nodes.push({ type: "text", value: value.slice(at) });
  return nodes;
}

/** The marks in a text. Other brackets with a number (`a[1]`, "press [2]") are left out. */
function marksIn(value: string): { index: number; text: string; number: string }[] {
  let before = "";
  let end = 0;
  return [...value.matchAll(mark)].flatMap(({ index, 0: text, 1: number = "" }) => {
    before += value.slice(end, index);
    end = index + text.length;
    const numbers = [Number(number)];
    const around = {
      before: before.slice(before.lastIndexOf("\n") + 1),
      after: value.slice(end),
      known: new Set(numbers),
    };
    const isCitation = isMark({ form: "square", text, numbers, isList: false }, around);
    before += isCitation ? MARK : text;
    return isCitation ? [{ index, text, number }] : [];
  });
}
