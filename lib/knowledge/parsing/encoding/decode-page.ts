import { ParleyError } from "#lib/core/errors.ts";
import { isTextMediaType, type TextMediaType } from "../../media-types.ts";
import { decodeText } from "./decode-text.ts";

/**
 * Decodes a web response by its declared type and charset; returns bytes if it is not text.
 * @param contentType header value, such as `text/html; charset=iso-8859-1`
 */
export function decodePage(
  contentType: string,
  bytes: Uint8Array,
): { mediaType: TextMediaType; text: string } | { bytes: Uint8Array } {
  const [type = ""] = contentType.toLowerCase().split(";", 1);
  const mediaType = type.trim() === "application/xhtml+xml" ? "text/html" : type.trim();
  if (!isTextMediaType(mediaType)) return { bytes };
  const charset = /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1];
  const decoded = decodeText(bytes, mediaType === "text/html", charset);
  if ("refused" in decoded) throw new ParleyError("invalid", decoded.refused);
  return { mediaType, text: decoded.text };
}
