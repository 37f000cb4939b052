import type { Element, ElementContent, Root } from "hast";
import { cleanHtml } from "../parsing/html/clean-html.ts";
import { elementsNamed, textOf } from "../parsing/html/html-tree.ts";
import { readHtml } from "../parsing/html/read-html.ts";
import { normalizeAddress } from "./normalize-address.ts";
import { type RobotDirectives, readRobotDirectives } from "./robot-directives.ts";

export type PageLinks = {
  /** Absolute and normalised, each once, in their order; without those marked `nofollow`. */
  links: string[];
  /** Where `<link rel="canonical">` says that this page lives. */
  canonical: string | null;
  /** Where `<meta http-equiv="refresh">` leads at once, if the page has no text of its own. */
  refresh: string | null;
  directives: RobotDirectives;
  /** A password is asked for, and there is hardly anything else. */
  isSignIn: boolean;
};

const MAX_LINKS = 2_000;
/** Letters: a page with less text than this beside its form is the form's. */
const SIGN_IN_LETTERS = 600;
/** Letters: "If you are not redirected, follow this link." */
const REFRESH_LETTERS = 200;
const REFRESH_SECONDS = 10;

/**
 * What a page of HTML says to a crawler.
 * @param address of the page itself, to which its links are relative unless it names a base
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
    refresh: letters < REFRESH_LETTERS ? refreshOf(metas, base) : null,
    directives: readRobotDirectives(robotsMeta(metas, product), product),
    isSignIn: letters < SIGN_IN_LETTERS && named("input").some(isPassword),
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
    if (target !== undefined && Number(seconds) <= REFRESH_SECONDS) return normalizeAddress(target, base);
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
