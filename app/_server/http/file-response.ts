type ServedFile = { kind: "image" | "file"; name: string; mediaType: string };

/**
 * A file that someone uploaded, for its viewer alone. Only images, which were encoded here, are shown in
 * place; the browser saves everything else, and runs nothing in it.
 */
export function fileResponse({ kind, name, mediaType }: ServedFile, bytes: Buffer): Response {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const disposition = kind === "image" ? "inline" : "attachment";
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": mediaType,
      "content-length": String(bytes.length),
      "content-disposition": `${disposition}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=600",
    },
  });
}
