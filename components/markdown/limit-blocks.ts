import { splitBlocks } from "./split-blocks.ts";

/** Answers and excerpts of documents are shorter; more would take the page seconds to draw. */
const mostCharacters = 100_000;
const mostBlocks = 4_000;

/** Splits a text into the blocks that are read as Markdown and the `rest`, which is shown as written. */
export function limitBlocks(text: string): { blocks: string[]; rest: string } {
  const end = lengthToRead(text);
  const all = splitBlocks(text.slice(0, end));
  if (end === text.length && all.length <= mostBlocks) return { blocks: all, rest: "" };
  const rest = [...all.slice(mostBlocks), text.slice(end).trimStart()];
  return { blocks: all.slice(0, mostBlocks), rest: rest.filter(Boolean).join("\n\n") };
}

function lengthToRead(text: string): number {
  if (text.length <= mostCharacters) return text.length;
  const blank = text.lastIndexOf("\n\n", mostCharacters);
  return blank < mostCharacters / 2 ? mostCharacters : blank;
}
