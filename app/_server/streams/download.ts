import { errorFields, log } from "#lib/core/log.ts";
import type { StreamPlace } from "./open-streams.ts";
import { ADMISSION_MS, type ContextReader, hasStreamAccess } from "./stream-access.ts";

/**
 * Streams a file for download, with backpressure. It ends when the reader disconnects or loses access; the
 * browser sees a failed download then, not a short file.
 */
export function download(
  reader: ContextReader,
  place: StreamPlace,
  { name, type, pieces }: { name: string; type: string; pieces: AsyncGenerator<string | Uint8Array> },
): Response {
  const encoder = new TextEncoder();
  let askedAt = Date.now();
  const next = async () => {
    if (Date.now() - askedAt > ADMISSION_MS) {
      if (!(await hasStreamAccess(reader))) throw new Error("The reader no longer has access.");
      askedAt = Date.now();
    }
    return pieces.next();
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await next();
        if (!done) return controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        place.leave();
        controller.close();
      } catch (error) {
        place.leave();
        log().warn({ requestId: reader.ctx.requestId, ...errorFields(error) }, "download failed");
        controller.error(error);
      }
    },
    async cancel() {
      place.leave();
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
