import { createHash } from "node:crypto";
import type { DocumentInput } from "./schema.ts";

/** The hash by which a document is known to be unchanged, on the server and on the command line alike. */
export function contentHash(input: Pick<DocumentInput, "mediaType" | "text">): string {
  return createHash("sha256").update(`${input.mediaType}\n${input.text}`).digest("hex");
}
