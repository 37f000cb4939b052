import { parseFile } from "./parse-file.ts";
import type { ParseReply, ParseRequest } from "./parse-file-in-child.ts";

/** The process parses one document and exits, so a malicious file cannot affect the next. */
process.once("message", async ({ type, path, bytes }: ParseRequest) => {
  const reply = await parseFile(type, path, bytes).then(
    (document): ParseReply => ({ document }),
    (error: unknown): ParseReply =>
      error instanceof Error && error.name === "ParleyError"
        ? { refused: error.message }
        : { failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) },
  );
  process.send?.(reply, () => process.exit(0));
});
