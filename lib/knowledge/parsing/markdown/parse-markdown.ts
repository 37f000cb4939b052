import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import type { HiddenText } from "../hidden-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { findHiddenMarkdown } from "./find-hidden-markdown.ts";
import { plainText } from "./plain-text.ts";
import { readBlocks } from "./read-blocks.ts";

const FRONT_MATTER =
  /^---[ \t]*\n((?:[ \t]*\n|#.*\n)*[\w"'-]+[ \t]*:[^\n]*\n(?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)/;
/** Titles are near the top, so a long document is not read twice. */
const TITLE_REACH = 20_000;

/**
 * Returns Markdown without YAML front matter. Text that is not rendered is removed and listed in `hidden`.
 */
export function parseMarkdown(text: string): { title?: string; content: string; hidden: HiddenText[] } {
  const source = normalizeText(text);
  const frontMatter = FRONT_MATTER.exec(source);
  const seen = findHiddenMarkdown(source.slice(frontMatter?.[0].length ?? 0));
  const content = seen.content.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  const title = frontMatterTitle(frontMatter?.[1]) ?? firstHeading(content);
  return { title, content, hidden: [...findInvisibleCharacters(text), ...seen.hidden] };
}

function frontMatterTitle(yaml: string | undefined): string | undefined {
  const value = /^title[ \t]*:[ \t]*(.+)$/im.exec(yaml ?? "")?.[1]?.trim();
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(value ?? "");
  const title = (quoted?.[2] ?? value?.replace(/\s+#.*$/, "") ?? "").replace(/\\"/g, '"').replace(/''/g, "'");
  return /^[>|&*]/.test(title) || title === "" ? undefined : title;
}

function firstHeading(content: string): string | undefined {
  const top = content.slice(0, TITLE_REACH);
  const heading = readBlocks(top).find((block) => block.kind === "heading" && block.depth === 1);
  return heading && plainText(top.slice(heading.start, heading.end));
}
