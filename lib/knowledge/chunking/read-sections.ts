import { plainText } from "../parsing/markdown/plain-text.ts";
import { type Block, readBlocks } from "../parsing/markdown/read-blocks.ts";
import { oneLine } from "../parsing/normalize-text.ts";
import type { DocumentText } from "../parsing/parse-document.ts";
import { readTextBlocks } from "../parsing/text/read-text-blocks.ts";
import { countWords } from "./count-words.ts";
import { type Piece, splitBlock } from "./split-block.ts";

/**
 * The content between two headings. `depth` is 0 before the first heading; the first piece includes the
 * heading.
 */
export type Section = { path: string[]; depth: number; pieces: Piece[] };

type Heading = { depth: number; text: string };
type OpenSection = Section & { heading?: Block; headingStart?: number };

/** Returns the sections that have text, in order. A document of headings only is one section. */
export function readSections(document: DocumentText): Section[] {
  const blocks =
    document.format === "markdown" ? readBlocks(document.content) : readTextBlocks(document.content);
  const textOf = document.format === "markdown" ? markdownHeading : textHeading;
  const sections = blocks.some((block) => block.kind !== "heading")
    ? splitAtHeadings(document.content, blocks, textOf)
    : [{ path: [], depth: 0, pieces: blocks.flatMap((block) => splitBlock(document.content, block)) }];
  return sections.filter((section) => section.pieces.length > 0);
}

function splitAtHeadings(
  content: string,
  blocks: Block[],
  textOf: (content: string, heading: Block) => string,
): Section[] {
  const sections: OpenSection[] = [{ path: [], depth: 0, pieces: [] }];
  const above: Heading[] = [];
  for (const block of blocks) {
    const open = sections.at(-1) as OpenSection;
    if (block.kind !== "heading") {
      for (const piece of splitBlock(content, block)) addPiece(content, open, piece);
      continue;
    }
    while ((above.at(-1)?.depth ?? 0) >= block.depth) above.pop();
    above.push({ depth: block.depth, text: textOf(content, block) });
    sections.push({
      path: above.map((heading) => heading.text),
      depth: block.depth,
      pieces: [],
      headingStart: inheritedStart(open, block.depth) ?? block.start,
    });
  }
  return sections;
}

/** A heading directly followed by a subheading belongs to that subsection, unless the subheading is an h2. */
function inheritedStart(open: OpenSection, depth: number): number | undefined {
  return open.pieces.length === 0 && depth >= 3 && depth > open.depth ? open.headingStart : undefined;
}

function addPiece(content: string, section: OpenSection, piece: Piece): void {
  const isFirst = section.pieces.length === 0 && section.headingStart !== undefined;
  if (!isFirst) {
    section.pieces.push(piece);
    return;
  }
  const start = section.headingStart ?? piece.start;
  const words = piece.words + countWords(content.slice(start, piece.start));
  section.pieces.push({ ...piece, start, words });
}

function markdownHeading(content: string, heading: Block): string {
  return oneLine(plainText(content.slice(heading.start, heading.end)), 200);
}

const textHeading = (_content: string, heading: Block) => oneLine(heading.lines[0]?.text ?? "", 200);
