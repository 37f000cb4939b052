import { cleanImage } from "./clean-image.ts";
import type { ImageReply, ImageRequest } from "./clean-image-in-child.ts";

/** The process decodes one picture and exits, so a malicious file cannot affect the next. */
process.once("message", async ({ type, bytes }: ImageRequest) => {
  const reply = await cleanImage(bytes, type).then(
    (image): ImageReply => ({ image }),
    (error: unknown): ImageReply =>
      error instanceof Error && error.name === "ParleyError"
        ? { refused: error.message }
        : { damaged: error instanceof Error ? `${error.name}: ${error.message}` : String(error) },
  );
  process.send?.(reply, () => process.exit(0));
});
