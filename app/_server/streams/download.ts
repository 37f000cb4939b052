import { errorFields, log } from "#lib/core/log.ts";
import { countStream } from "./open-streams.ts";
import { ADMISSION_MS, hasStreamAccess, type Reader } from "./stream-access.ts";

/**
 * A file to be saved, written as it is read: a slow reader holds the writing up, one who leaves ends it, and so does one who
 * would not be let in any more. A file that broke off is told to the browser as such.
 */
export function download(
  reader: Reader,
  { name, type, pieces }: { name: string; type: string; pieces: AsyncGenerator<string> },
): Response {
  const encoder = new TextEncoder();
  const closed = countStream(reader.ctx);
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
        if (!done) return controller.enqueue(encoder.encode(value));
        closed();
        controller.close();
      } catch (error) {
        closed();
        log().warn({ requestId: reader.ctx.requestId, ...errorFields(error) }, "download broken off");
        controller.error(error);
      }
    },
    async cancel() {
      closed();
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
