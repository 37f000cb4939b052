import type { Element, Text as HastText } from "hast";
import type { Parent, PhrasingContent, Root, RootContent, Text } from "mdast";
import { isMark } from "#lib/mark-parsing/is-mark.ts";
import { MARK } from "#lib/mark-parsing/mark-surroundings.ts";

const mark = /\[(\d{1,3})\]/g;

/**
 * Turns `[2]` in running text into `<button value="2">`, in a `<span>` with the word before it, so that no
 * mark stands alone on a line, and a paragraph of nothing but marks into a `<div>`. Markdown yields no other
 * of these, since raw HTML stays text. Code has no text nodes, and link texts are skipped.
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
  const { children } = parent;
  if (parent.type === "paragraph" && children.length > 0 && children.every(isMarkNode))
    parent.data = { hName: "div" };
}

function isMarkNode({ data }: RootContent): boolean {
  return data?.hName === "button";
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

/** What a line may not break within; scripts without spaces break after any character. */
const LAST_WORD =
  /(?:[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]{1,24}|\S{1,2})$/u;

function markText({ value }: Text): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let at = 0;
  for (const { index, text, number } of marksIn(value)) {
    const between = value.slice(at, index).replace(/ $/, "");
    const last = nodes.at(-1);
    at = index + text.length;
    if (between === "" && last?.data?.hName === "span") {
      last.data.hChildren?.push(markOf(number));
      continue;
    }
    const word = LAST_WORD.exec(between)?.[0] ?? "";
    const before = between.slice(0, between.length - word.length);
    if (before !== "") nodes.push({ type: "text", value: before });
    nodes.push(
      word === ""
        ? {
            type: "text",
            value: text,
            data: { hName: "button", hProperties: { value: number }, hChildren: [asText(number)] },
          }
        : {
            type: "text",
            value: word + text,
            data: { hName: "span", hChildren: [asText(word), markOf(number)] },
          },
    );
  }
  if (at < value.length) nodes.push({ type: "text", value: value.slice(at) });
  return nodes;
}

function markOf(number: string): Element {
  return { type: "element", tagName: "button", properties: { value: number }, children: [asText(number)] };
}

function asText(value: string): HastText {
  return { type: "text", value };
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
