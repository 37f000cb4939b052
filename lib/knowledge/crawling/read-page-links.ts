import type { Element, ElementContent, Root } from "hast";
import { cleanHtml } from "../parsing/html/clean-html.ts";
import { elementsNamed, textOf } from "../parsing/html/html-tree.ts";
import { readHtml } from "../parsing/html/read-html.ts";
import { normalizeAddress } from "./normalize-address.ts";
import { type RobotDirectives, readRobotDirectives } from "./robot-directives.ts";

export type PageLinks = {
  /** Absolute and normalized, without duplicates and `nofollow` links, in order. */
  links: string[];
  /** Target of `<link rel="canonical">`. */
  canonical: string | null;
  /** Target of an immediate `<meta http-equiv="refresh">`, if the page has no text of its own. */
  refresh: string | null;
  directives: RobotDirectives;
  /** The page has a password field and little other text. */
  isLoginPage: boolean;
};

const MAX_LINKS = 2_000;
const LOGIN_PAGE_MAX_LETTERS = 600;
/** "If you are not redirected, follow this link." */
const REFRESH_PAGE_MAX_LETTERS = 200;
const MAX_REFRESH_SECONDS = 10;

/**
 * Reads the links and crawler directives of an HTML page.
 * @param address base of relative links, unless the page names another
 * @param product the crawler's name in `<meta name>`
 */
export function readPageLinks(html: string, address: string, product: string): PageLinks {
  const page = readHtml(html);
  const elements = [...allElements(page)];
  const named = (name: string) => elements.filter(({ tagName }) => tagName === name);
  const base = baseOf(named("base"), address);
  const metas = named("meta");
  const letters = countLetters(page);
  return {
    links: linksOf(elements, base),
    canonical: canonicalOf(named("link"), base),
    refresh: letters < REFRESH_PAGE_MAX_LETTERS ? refreshOf(metas, base) : null,
    directives: readRobotDirectives(robotsMeta(metas, product), product),
    isLoginPage: letters < LOGIN_PAGE_MAX_LETTERS && named("input").some(isPassword),
  };
}

function* allElements(node: Root | Element): Generator<Element> {
  for (const child of node.children) {
    if (child.type !== "element") continue;
    yield child;
    yield* allElements(child);
  }
}

function text(element: Element, name: string): string {
  const value = element.properties[name];
  return Array.isArray(value) ? value.join(" ") : typeof value === "string" ? value : "";
}

const words = (element: Element, name: string) => text(element, name).toLowerCase().split(/\s+/);

function baseOf(bases: Element[], address: string): string {
  const href = bases.map((base) => text(base, "href")).find((value) => value !== "");
  return (href && normalizeAddress(href, address)) || address;
}

function linksOf(elements: Element[], base: string): string[] {
  const links = new Set<string>();
  for (const element of elements) {
    if (links.size >= MAX_LINKS) break;
    if (element.tagName !== "a" && element.tagName !== "area") continue;
    const href = text(element, "href").trim();
    if (href === "" || words(element, "rel").includes("nofollow")) continue;
    const link = normalizeAddress(href, base);
    if (link) links.add(link);
  }
  return [...links];
}

function canonicalOf(links: Element[], base: string): string | null {
  const link = links.find(
    (one) => words(one, "rel").includes("canonical") && text(one, "href").trim() !== "",
  );
  return link ? normalizeAddress(text(link, "href"), base) : null;
}

function refreshOf(metas: Element[], base: string): string | null {
  for (const meta of metas) {
    if (!words(meta, "httpEquiv").includes("refresh")) continue;
    const [, seconds, target] =
      /^\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(text(meta, "content")) ?? [];
    if (target !== undefined && Number(seconds) <= MAX_REFRESH_SECONDS) return normalizeAddress(target, base);
  }
  return null;
}

function robotsMeta(metas: Element[], product: string): string {
  return metas
    .filter((meta) => ["robots", product.toLowerCase()].includes(text(meta, "name").trim().toLowerCase()))
    .map((meta) => text(meta, "content"))
    .join(",");
}

const isPassword = (input: Element) => text(input, "type").trim().toLowerCase() === "password";

function countLetters(page: Root): number {
  const body = elementsNamed(page, ["body"])[0] ?? page;
  const content = cleanHtml(body.children as ElementContent[], { keepLinkLists: false });
  return textOf(content).match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
