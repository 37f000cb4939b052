import { type HiddenText, hiddenText } from "../hidden-text.ts";
import {
  DEFAULT_TEXT_STYLE,
  hiddenElementKind,
  hiddenTextKind,
  inheritTextStyle,
  readStyle,
} from "../html/html-style.ts";
import { readBlocks } from "./read-blocks.ts";

const MAY_HIDE = /<!--|^ {0,3}\[[^\]\n]*\]:|<[a-z][^<>]*(?:style|hidden)/im;
/**
 * A code span, a comment, an unused reference definition (another way to write a comment), or a styled
 * element.
 */
const PART =
  /(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)|<!--([\s\S]*?)(?:-->|$)|^ {0,3}\[(?:\/\/|comment|_metadata_[^\]\n]*|#|)\]:[ \t]*\S+[ \t]*(?:\(([^\n]*)\)|"([^\n]*)"|'([^\n]*)')?[ \t]*$|<(div|span|p|font|section|small|td)\b([^<>]*\b(?:style|hidden)\b[^<>]*)>([\s\S]*?)<\/\6>/gim;
const STYLE = /\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/i;

/** Removes comments and elements hidden by their own style from Markdown. Code is kept. */
export function findHiddenMarkdown(content: string): { content: string; hidden: HiddenText[] } {
  if (!MAY_HIDE.test(content)) return { content, hidden: [] };
  const hidden: HiddenText[] = [];
  const strip = (text: string) =>
    text.replace(PART, (whole, _ticks, comment, round, double, single, tag, attributes, inner) => {
      if (comment !== undefined) hidden.push(...hiddenText("comment", comment));
      else if (tag !== undefined) {
        const kind = kindOf(attributes);
        if (!kind) return whole;
        hidden.push(...hiddenText(kind, inner.replace(/<[^<>]*>/g, " ")));
      } else if (whole.startsWith("`")) return whole;
      else hidden.push(...hiddenText("comment", round ?? double ?? single ?? ""));
      return "";
    });
  let kept = "";
  let from = 0;
  for (const block of readBlocks(content)) {
    if (block.kind !== "code") continue;
    kept += strip(content.slice(from, block.start)) + content.slice(block.start, block.end);
    from = block.end;
  }
  kept += strip(content.slice(from));
  return { content: hidden.length > 0 ? kept : content, hidden };
}

function kindOf(attributes: string) {
  if (/(?:^|\s)hidden(?=[\s=/]|$)/i.test(attributes.replace(/"[^"]*"|'[^']*'/g, ""))) return "invisible";
  const [, double, single] = STYLE.exec(attributes) ?? [];
  const style = readStyle(double ?? single ?? "");
  return hiddenElementKind(style) ?? hiddenTextKind(inheritTextStyle(style, DEFAULT_TEXT_STYLE));
}
