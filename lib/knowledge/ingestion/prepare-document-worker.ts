import { chunkDocument } from "../chunking/chunk-document.ts";
import { splitWindows } from "../chunking/split-windows.ts";
import { type ParsedDocument, parseDocument } from "../parsing/parse-document.ts";
import type { DocumentInput } from "../schema.ts";

/**
 * Parses a document, unless it is already parsed, and chunks it. Runs in a worker thread because a long page
 * takes seconds. Errors cross threads as plain values.
 */
export default function prepare(input: DocumentInput | { parsed: ParsedDocument }) {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  try {
    const document = "parsed" in input ? input.parsed : parseDocument(input);
    const chunks = chunkDocument(document).map((chunk) => ({
      ...chunk,
      windows: splitWindows(document.title, chunk),
    }));
    return { document, chunks, ms: elapsed() };
  } catch (error) {
    if (error instanceof Error && error.name === "ParleyError")
      return { refused: error.message, ms: elapsed() };
    throw error;
  }
}
