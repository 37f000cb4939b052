import type { Element, Root } from "hast";
import { type UnreadPart, unreadPart } from "../unread-part.ts";
import { readStyle } from "./html-style.ts";
import { isElement } from "./html-tree.ts";

/** Smaller ones count visits. */
const MIN_PX = 3;
const FRAMES = ["iframe", "embed", "object"];

/** Returns what a page shows and its text lacks: pictures without a description, films, frames. */
export function findUnreadHtml(page: Root | Element): UnreadPart[] {
  const shown = allShown(page);
  const named = (...names: string[]) => shown.filter(({ tagName }) => names.includes(tagName));
  const frames = named(...FRAMES);
  return [
    ...unreadPart("picture", named("img").filter(({ properties }) => properties.alt === undefined).length),
    ...unreadPart("media", named("video", "audio").length),
    ...unreadPart("embedded", frames.length, frames.map(nameOf)),
  ];
}

function allShown(node: Root | Element): Element[] {
  return node.children.flatMap((child) => {
    if (!isElement(child) || isInvisible(child)) return [];
    if (child.tagName === "noscript" || child.tagName === "template") return [];
    return [child, ...(FRAMES.includes(child.tagName) ? [] : allShown(child))];
  });
}

function isInvisible({ properties }: Element): boolean {
  const { display, visibility, width, height } = readStyle(String(properties.style ?? ""));
  const sizes = [properties.width ?? width, properties.height ?? height];
  return (
    properties.hidden === true ||
    display === "none" ||
    visibility === "hidden" ||
    sizes.some((size) => size !== undefined && Number.parseFloat(String(size)) < MIN_PX)
  );
}

function nameOf({ properties }: Element): string {
  const address = String(properties.src ?? properties.data ?? "");
  return String(properties.title ?? "") || (URL.canParse(address) ? new URL(address).host : "");
}
