/** A JPEG for its viewer alone, who keeps it for a while. */
export function imageResponse(bytes: Buffer): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "image/jpeg",
      "content-length": String(bytes.length),
      "content-disposition": "inline",
      "cache-control": "private, max-age=600",
    },
  });
}
