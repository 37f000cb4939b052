import { normalizeEscapes } from "./normalize-address.ts";

export type Robots = {
  /** @param path with its query, `/a?b` */
  allows(path: string): boolean;
  /** As asked for; the caller decides how much of it is heeded. */
  delayMs: number;
  /** As written, absolute or not. */
  sitemaps: string[];
};

/** What RFC 9309, 2.5 asks to be read at least, in characters here. */
const READ_CHARS = 512_000;
const MAX_RULES = 10_000;
/** No path is longer than an address may be; a longer pattern is not one that anybody wrote. */
const MAX_PATTERN = 2_000;
const MAX_SITEMAPS = 50;

type Rule = { isAllowed: boolean; pieces: string[]; isToEnd: boolean; length: number };
type Group = { agents: string[]; rules: Rule[]; delayMs: number };

/**
 * Reads a robots.txt (RFC 9309) for one crawler. The groups that name its product token count together; only where none
 * does, those for `*`. Of the rules that match, the longest decides, and of two as long the one that allows. Patterns are
 * matched without going back, so that no file costs more than its length times that of the path.
 */
export function readRobots(text: string, product: string): Robots {
  const { groups, sitemaps } = readGroups(text);
  const own = groups.filter(({ agents }) => agents.includes(product.toLowerCase()));
  const chosen = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes("*"));
  const rules = chosen.flatMap((group) => group.rules);
  return {
    allows: (path) => path === "/robots.txt" || decide(rules, normalizeEscapes(path)),
    delayMs: Math.max(0, ...chosen.map(({ delayMs }) => delayMs)),
    sitemaps,
  };
}

function readGroups(text: string): { groups: Group[]; sitemaps: string[] } {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  let rules = 0;
  let current: Group | null = null;
  let isNaming = false;
  for (const line of readable(text).split(/[\r\n]+/)) {
    const [, name = "", value = ""] = /^\s*([a-z-]+)\s*:([^#]*)/i.exec(line) ?? [];
    const given = value.trim();
    switch (name.toLowerCase()) {
      case "user-agent": {
        if (!current || !isNaming) {
          current = { agents: [], rules: [], delayMs: 0 };
          groups.push(current);
        }
        isNaming = true;
        current.agents.push(productToken(given));
        break;
      }
      case "allow":
      case "disallow":
        isNaming = false;
        if (!current || given === "" || given.length > MAX_PATTERN || rules >= MAX_RULES) break;
        rules += 1;
        current.rules.push(readRule(name.toLowerCase() === "allow", given));
        break;
      case "crawl-delay":
        isNaming = false;
        if (current && Number(given) > 0) current.delayMs = Math.max(current.delayMs, Number(given) * 1_000);
        break;
      case "sitemap":
        // Belongs to no group and ends none.
        if (given !== "" && sitemaps.length < MAX_SITEMAPS) sitemaps.push(given);
        break;
    }
  }
  return { groups, sitemaps };
}

/** Where it is cut off, no half line is taken for a rule. */
function readable(text: string): string {
  if (text.length <= READ_CHARS) return text.replace(/^\ufeff/, "");
  const start = text.slice(0, READ_CHARS);
  return start.slice(0, Math.max(start.lastIndexOf("\n"), start.lastIndexOf("\r"), 0));
}

/** `Parley/1.0 (+https://…)` names `parley`. */
function productToken(agent: string): string {
  return agent === "*" ? agent : (/^[a-z_-]+/i.exec(agent)?.[0].toLowerCase() ?? "");
}

function readRule(isAllowed: boolean, written: string): Rule {
  const pattern = normalizeEscapes(encodeBeyondAscii(written));
  const isToEnd = pattern.endsWith("$");
  const pieces = (isToEnd ? pattern.slice(0, -1) : pattern).split(/\*+/);
  return { isAllowed, pieces, isToEnd, length: pattern.length };
}

function encodeBeyondAscii(text: string): string {
  return text.toWellFormed().replace(/[^\0-\x7f]+/g, encodeURIComponent);
}

function decide(rules: Rule[], path: string): boolean {
  let longest: Rule | null = null;
  for (const rule of rules) {
    const isStronger =
      !longest ||
      rule.length > longest.length ||
      (rule.length === longest.length && rule.isAllowed && !longest.isAllowed);
    if (isStronger && matches(rule, path)) longest = rule;
  }
  return longest?.isAllowed ?? true;
}

/** The earliest place for each piece leaves the most room for those after it. */
function matches({ pieces, isToEnd }: Rule, path: string): boolean {
  const [first = "", ...rest] = pieces;
  if (!path.startsWith(first)) return false;
  const last = isToEnd ? rest.pop() : undefined;
  if (isToEnd && last === undefined) return path === first;
  let at = first.length;
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last));
}
