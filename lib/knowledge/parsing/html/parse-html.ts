import type { Element, ElementContent, Root } from "hast";
import type { HiddenText } from "../hidden-text.ts";
import { isJunkTitle } from "../is-junk-title.ts";
import { writeMarkdown } from "../markdown/write-markdown.ts";
import { normalizeText, oneLine } from "../normalize-text.ts";
import type { UnreadPart } from "../unread-part.ts";
import { cleanHtml } from "./clean-html.ts";
import { findUnreadHtml } from "./find-unread-html.ts";
import { elementsNamed, hasClass, textOf } from "./html-tree.ts";
import { readHtml } from "./read-html.ts";
import { reshapeHtml } from "./reshape-html.ts";
import { stripHiddenHtml } from "./strip-hidden-html.ts";
import { writeFigures } from "./write-figures.ts";
import { writeMathMl } from "./write-mathml.ts";

/** A page with less text than this besides its links is a table of contents, so its links are kept. */
const MIN_LETTERS = 200;
/** `main` or `article` is used only if it holds a good part of the page's text. */
const MIN_SHARE = 0.3;
const MAX_TITLE_LENGTH = 200;

/**
 * Converts an HTML page to Markdown without navigation and controls. Text a reader does not see is removed
 * and listed in `hidden`.
 * @param prepare changes the page before it is read
 */
export function parseHtml(
  html: string,
  prepare: (page: Root) => void = () => undefined,
): { title?: string; content: string; hidden: HiddenText[]; unread: UnreadPart[] } {
  const page = readHtml(html);
  prepare(page);
  const hidden = stripHiddenHtml(page);
  writeMathMl(page);
  writeFigures(page);
  const body = elementsNamed(page, ["body"])[0];
  const content = normalizeText(writeMarkdown(mainText(body ?? page))).trim();
  return { title: titleOf(page), content, hidden, unread: findUnreadHtml(body ?? page) };
}

function mainText(body: Root | Element): Root {
  const whole = cleanHtml(body.children as ElementContent[], { keepLinkLists: false });
  if (letters(whole) < MIN_LETTERS) {
    return reshapeHtml(cleanHtml(body.children as ElementContent[], { keepLinkLists: true }));
  }
  return reshapeHtml(mainElement(whole) ?? whole);
}

function mainElement(page: Root): Root | undefined {
  const marked = page.children.length > 0 ? candidates(page) : [];
  for (const elements of marked) {
    const [only, second] = elements;
    if (only && !second && letters(only) >= letters(page) * MIN_SHARE) {
      return { type: "root", children: [only] };
    }
  }
  return undefined;
}

function candidates(page: Root): Element[][] {
  const mains = elementsNamed(page, ["main"]);
  const roles = elementsNamed(page, ["div", "section"]).filter(
    ({ properties }) => properties.role === "main",
  );
  return [mains, roles, elementsNamed(page, ["article"])];
}

function letters(node: Root | Element): number {
  return textOf(node).match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

function titleOf(page: Root): string | undefined {
  const [title] = elementsNamed(page, ["title"]);
  const named = title && oneLine(normalizeText(textOf(title)), MAX_TITLE_LENGTH);
  if (named && !isJunkTitle(named)) return named;
  const heading = elementsNamed(page, ["h1"]).find((h1) => !hasClass(h1, "sr-only"));
  return heading && oneLine(normalizeText(textOf(heading)), MAX_TITLE_LENGTH);
}
