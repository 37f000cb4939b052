import { setImmediate } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { type ChunkWords, insertPostings, listChunkTexts } from "../queries/postings.ts";
import { indexWords, WORD_INDEX_VERSION } from "./index-words.ts";
import { joinsNouns } from "./joined-nouns.ts";

const CHUNKS_AT_ONCE = 100;

/** Makes the postings of a document's stored chunks. It must have none. */
export async function indexDocument(tx: Context, documentId: Id<"doc">): Promise<void> {
  const words: ChunkWords[] = [];
  let language = "simple";
  for (;;) {
    const chunks = await listChunkTexts(tx, documentId, words.length, CHUNKS_AT_ONCE);
    for (const chunk of chunks) {
      language = chunk.language;
      words.push(wordsOf(chunk));
    }
    if (chunks.length < CHUNKS_AT_ONCE) break;
    await setImmediate();
  }
  const version = WORD_INDEX_VERSION;
  await insertPostings(tx, documentId, { language, joinsNouns: joinsNouns(language), version }, words);
}

type ChunkText = { ordinal: number; language: string; context: string; content: string };

function wordsOf({ ordinal, language, context, content }: ChunkText): ChunkWords {
  const words = indexWords(`${context}\n${content}`, language);
  return {
    ordinal,
    stemmed: words.stemmed.join(" "),
    exact: words.exact.join(" "),
    otherStemmed: words.otherStemmed.join(" "),
    otherExact: words.otherExact.join(" "),
  };
}
