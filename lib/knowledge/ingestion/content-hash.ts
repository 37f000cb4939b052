import { createHash } from "node:crypto";
import type { DocumentInput, FileInput } from "../schema.ts";

/** Detects unchanged documents, on the server and in the command line client alike. */
export function contentHash(
  input: Pick<DocumentInput, "mediaType" | "text"> | Pick<FileInput, "bytes">,
): string {
  const hash = createHash("sha256");
  if ("bytes" in input) return hash.update(input.bytes).digest("hex");
  return hash.update(`${input.mediaType}\n${input.text}`).digest("hex");
}
