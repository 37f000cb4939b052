import type { Block } from "../markdown/read-blocks.ts";
import { type Line, readLines } from "../markdown/read-lines.ts";

const UNDERLINE = /^([=\-~^"*+#_])\1{2,}$/;
const CAPITALS = /^(?=.*\p{Lu}{2})[\p{Lu}\p{N}][\p{Lu}\p{M}\p{N} ,/&()'’+–-]*:?$/u;
const NUMBERED =
  /^(?:§+ ?\d+[a-z]?|(?:chapter|section|article|part|appendix|annex|kapitel|abschnitt|artikel|teil|anhang|chapitre|partie|capítulo|sección|capitolo)\s+(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z])\b[.:]?|\d{1,3}(?:\.\d{1,3})*\.?)(?:\s+(.*))?$/iu;
/** Columns of a table, or the page number of a table of contents. */
const COLUMNS = /\S(?: {3,}|\t)\S|\.{4,}|\|/;
const MAX_LENGTH = 100;
const MAX_WORDS = 14;
const MAX_DEPTH = 6;
/** Sub-headings of manual pages stand between the margin and the text. */
const MAX_SUBHEADING_INDENT = 5;
/** Numbered lines that follow each other are a list. */
const MAX_LIST_SHARE = 0.3;

type Found = { at: number; depth: number; lines: number; kind: "underlined" | "capitals" | "numbered" };

/** Reads plain text as paragraphs and headings: underlined, numbered, or in capitals as in manual pages. */
export function readTextBlocks(content: string): Block[] {
  const lines = readLines(content);
  const headings = new Map(findHeadings(lines).map((heading) => [heading.at, heading]));
  const blocks: Block[] = [];
  let isOpen = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line;
    const heading = headings.get(at);
    const last = blocks.at(-1);
    if (heading) {
      const own = lines.slice(at, at + heading.lines);
      const end = (own.at(-1) as Line).end;
      blocks.push({ kind: "heading", depth: heading.depth, start: line.start, end, lines: own });
      at += heading.lines - 1;
    } else if (last && isOpen && !line.gap) {
      last.lines.push(line);
      last.end = line.end;
    } else blocks.push({ kind: "paragraph", start: line.start, end: line.end, lines: [line] });
    isOpen = !heading;
  }
  return blocks;
}

function findHeadings(lines: Line[]): Found[] {
  const underlines: string[] = [];
  const found = lines.flatMap((line, at): Found[] => {
    const next = lines[at + 1];
    const startsBlock = at === 0 || line.gap || UNDERLINE.test(lines[at - 1]?.text ?? "");
    if (!startsBlock || !next || !isShort(line.text)) return [];
    const sign = next.gap ? undefined : UNDERLINE.exec(next.text)?.[1];
    if (sign)
      return isTableHead(line, lines[at + 2])
        ? []
        : [{ at, depth: depthOf(sign, underlines), lines: 2, kind: "underlined" }];
    if (line.indent === 0 && CAPITALS.test(line.text) && (next.gap || next.indent > 0))
      return [{ at, depth: 1, lines: 1, kind: "capitals" }];
    const depth = next.gap ? numberedDepth(line.text) : 0;
    return depth > 0 ? [{ at, depth, lines: 1, kind: "numbered" }] : [];
  });
  const isManual = found.filter(({ kind, at }) => kind === "capitals" && !lines[at + 1]?.gap).length > 1;
  const lists = listDepths(found);
  const kept = found.filter(({ kind, depth }) => kind !== "numbered" || !lists.has(depth));
  return isManual ? [...kept, ...findSubheadings(lines, new Set(kept.map(({ at }) => at)))] : kept;
}

/** The depth of an underline is the order in which its sign first occurs. */
function depthOf(sign: string, underlines: string[]): number {
  if (!underlines.includes(sign)) underlines.push(sign);
  return Math.min(underlines.indexOf(sign) + 1, MAX_DEPTH);
}

function isTableHead(line: Line, below: Line | undefined): boolean {
  return COLUMNS.test(line.text) || (below !== undefined && !below.gap && COLUMNS.test(below.text));
}

function isShort(text: string): boolean {
  const isLine = text.length <= MAX_LENGTH && text.split(/\s+/).length <= MAX_WORDS;
  return isLine && /\p{L}/u.test(text) && !/[.,;!]$/.test(text) && !COLUMNS.test(text.replace(/^\S+\s+/, ""));
}

function numberedDepth(text: string): number {
  const [whole, title] = NUMBERED.exec(text) ?? [];
  if (whole === undefined) return 0;
  const isBare = /^\d/.test(text);
  if (isBare && !/^\p{Lu}|^\p{Lo}/u.test(title ?? "")) return 0;
  return isBare ? Math.min(text.match(/^\d+(?:\.\d+)*/)?.[0].split(".").length ?? 1, MAX_DEPTH) : 1;
}

/** The depths at which many numbered lines follow each other. */
function listDepths(found: Found[]): Set<number> {
  const numbered = found.filter(({ kind }) => kind === "numbered");
  const places = new Set(numbered.map(({ at, depth }) => `${depth} ${at}`));
  const byDepth = Map.groupBy(numbered, ({ depth }) => depth);
  return new Set(
    [...byDepth].flatMap(([depth, same]) => {
      const followed = same.filter(({ at }) => places.has(`${depth} ${at + 1}`));
      return followed.length > MAX_LIST_SHARE * same.length ? [depth] : [];
    }),
  );
}

function findSubheadings(lines: Line[], taken: Set<number>): Found[] {
  return lines.flatMap((line, at): Found[] => {
    const next = lines[at + 1];
    const isBetween = line.indent > 0 && line.indent <= MAX_SUBHEADING_INDENT;
    if (taken.has(at) || !isBetween || !next || next.gap || next.indent < line.indent + 3) return [];
    return (line.gap || taken.has(at - 1)) && isShort(line.text)
      ? [{ at, depth: 2, lines: 1, kind: "capitals" }]
      : [];
  });
}
