import { ParleyError } from "#lib/core/errors.ts";
import { parseJson } from "#lib/core/parse-json.ts";

/**
 * Reads a JSON body of at most `maxBytes`, counted while streaming: Next does not limit route handlers. With
 * `anyType`, whatever its content type says.
 * @throws ParleyError unsupported_type, too_large or invalid
 */
export async function readJson(request: Request, maxBytes: number, anyType = false): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (!anyType && type !== "application/json") {
    throw new ParleyError("unsupported_type", "Send the body as JSON, with content-type: application/json.");
  }
  const bytes = await readBytes(request, maxBytes);
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ParleyError("invalid", "The request body is not valid JSON or is nested too deeply.");
  }
}

/**
 * Reads a raw body of at most `maxBytes`, counted while streaming.
 * @throws ParleyError too_large; invalid for a client that leaves before the end
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new ParleyError("too_large", `The request body is too large. The limit is ${maxBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  if (!request.body) return new Uint8Array();
  try {
    for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += part.byteLength;
      if (size > maxBytes) throw tooLarge();
      parts.push(part);
    }
  } catch (error) {
    // The client is gone, such as a page that has a newer question: nothing failed here.
    if ((error as NodeJS.ErrnoException | null)?.code === "ECONNRESET")
      throw new ParleyError("invalid", "The request ended before its body was complete.");
    throw error;
  }
  return Buffer.concat(parts);
}
