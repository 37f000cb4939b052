import { normalizeEscapes } from "./normalize-address.ts";

export type Robots = {
  /** @param path with its query, `/a?b` */
  allows(path: string): boolean;
  /** As requested; the caller decides how much of it to apply. */
  delayMs: number;
  /** As written, absolute or not. */
  sitemaps: string[];
};

/** The minimum RFC 9309, 2.5 requires, here in characters. */
const MAX_CHARS = 512_000;
const MAX_RULES = 10_000;
/** Longer patterns cannot match, because addresses are shorter. */
const MAX_PATTERN_LENGTH = 2_000;
const MAX_SITEMAPS = 50;

type Rule = { isAllowed: boolean; pieces: string[]; isAnchored: boolean; length: number };
type Group = { agents: string[]; rules: Rule[]; delayMs: number };

/**
 * Reads a robots.txt (RFC 9309) for one crawler. Groups naming its product token are combined; if there are
 * none, those for `*` apply. The longest matching rule wins; on a tie, the one that allows. Patterns are
 * matched without backtracking, so the cost is bounded by file length times path length.
 */
export function readRobots(text: string, product: string): Robots {
  const { groups, sitemaps } = readGroups(text);
  const named = groups.filter(({ agents }) => agents.includes(product.toLowerCase()));
  const applicable = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes("*"));
  const rules = applicable.flatMap((group) => group.rules);
  return {
    allows: (path) => path === "/robots.txt" || isPathAllowed(rules, normalizeEscapes(path)),
    delayMs: Math.max(0, ...applicable.map(({ delayMs }) => delayMs)),
    sitemaps,
  };
}

function readGroups(text: string): { groups: Group[]; sitemaps: string[] } {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  let rules = 0;
  let current: Group | null = null;
  let isReadingAgents = false;
  for (const line of withinLimit(text).split(/[\r\n]+/)) {
    const [, name = "", value = ""] = /^\s*([a-z-]+)\s*:([^#]*)/i.exec(line) ?? [];
    const given = value.trim();
    switch (name.toLowerCase()) {
      case "user-agent": {
        if (!current || !isReadingAgents) {
          current = { agents: [], rules: [], delayMs: 0 };
          groups.push(current);
        }
        isReadingAgents = true;
        current.agents.push(productToken(given));
        break;
      }
      case "allow":
      case "disallow":
        isReadingAgents = false;
        if (!current || given === "" || given.length > MAX_PATTERN_LENGTH || rules >= MAX_RULES) break;
        rules += 1;
        current.rules.push(readRule(name.toLowerCase() === "allow", given));
        break;
      case "crawl-delay":
        isReadingAgents = false;
        if (current && Number(given) > 0) current.delayMs = Math.max(current.delayMs, Number(given) * 1_000);
        break;
      case "sitemap":
        // Sitemap lines belong to no group and end none.
        if (given !== "" && sitemaps.length < MAX_SITEMAPS) sitemaps.push(given);
        break;
    }
  }
  return { groups, sitemaps };
}

/** Truncates at a line break, so that half a line is never read as a rule. */
function withinLimit(text: string): string {
  if (text.length <= MAX_CHARS) return text.replace(/^\ufeff/, "");
  const start = text.slice(0, MAX_CHARS);
  return start.slice(0, Math.max(start.lastIndexOf("\n"), start.lastIndexOf("\r"), 0));
}

/** `Parley/1.0 (+https://…)` has the token `parley`. */
function productToken(agent: string): string {
  return agent === "*" ? agent : (/^[a-z_-]+/i.exec(agent)?.[0].toLowerCase() ?? "");
}

function readRule(isAllowed: boolean, rule: string): Rule {
  const pattern = normalizeEscapes(encodeBeyondAscii(rule));
  const isAnchored = pattern.endsWith("$");
  const pieces = (isAnchored ? pattern.slice(0, -1) : pattern).split(/\*+/);
  return { isAllowed, pieces, isAnchored, length: pattern.length };
}

function encodeBeyondAscii(text: string): string {
  return text.toWellFormed().replace(/[^\0-\x7f]+/g, encodeURIComponent);
}

function isPathAllowed(rules: Rule[], path: string): boolean {
  let longest: Rule | null = null;
  for (const rule of rules) {
    const takesPrecedence =
      !longest ||
      rule.length > longest.length ||
      (rule.length === longest.length && rule.isAllowed && !longest.isAllowed);
    if (takesPrecedence && matches(rule, path)) longest = rule;
  }
  return longest?.isAllowed ?? true;
}

/** The earliest match of each piece leaves the most room for the following ones. */
function matches({ pieces, isAnchored }: Rule, path: string): boolean {
  const [first = "", ...rest] = pieces;
  if (!path.startsWith(first)) return false;
  const last = isAnchored ? rest.pop() : undefined;
  if (isAnchored && last === undefined) return path === first;
  let at = first.length;
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last));
}
