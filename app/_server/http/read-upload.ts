import { ParleyError } from "#lib/core/errors.ts";
import { readBytes } from "./read-body.ts";

/** For the boundaries and headers of the parts around the file. */
const OVERHEAD_BYTES = 64_000;

/** @throws ParleyError unsupported_type */
export function requireMultipart(request: Request, field: string): void {
  if (!/^multipart\/form-data\s*;/i.test(request.headers.get("content-type") ?? ""))
    throw new ParleyError("unsupported_type", `Send a multipart form with the file in the field "${field}".`);
}

/**
 * Reads the file of one field of a multipart form.
 * @param maxBytes of the file
 * @throws ParleyError unsupported_type, too_large or invalid
 */
export async function readUpload(request: Request, field: string, maxBytes: number): Promise<Uint8Array> {
  requireMultipart(request, field);
  const type = request.headers.get("content-type") ?? "";
  const bytes = await readBytes(request, maxBytes + OVERHEAD_BYTES);
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } })
    .formData()
    .catch(() => {
      throw new ParleyError("invalid", "The request body is not a valid multipart form.");
    });
  const file = form.get(field);
  if (!file || typeof file === "string")
    throw new ParleyError("invalid", `Send the file in the field "${field}".`);
  if (file.size > maxBytes)
    throw new ParleyError("too_large", `The file is too large. The limit is ${maxBytes / 1_000_000} MB.`);
  return new Uint8Array(await file.arrayBuffer());
}
