import type { PublicResponse } from "#lib/core/outbound.ts";
import { DOCUMENT_MAX_BYTES, fileTypes, isTextMediaType, mediaTypeOf } from "../media-types.ts";
import type { SkipCode } from "./crawl.ts";
import { isOverloaded } from "./polite-fetch.ts";
import { type RobotDirectives, readRobotDirectives } from "./robot-directives.ts";

export type Verdict =
  | { kind: "content"; directives: RobotDirectives }
  | { kind: "unchanged" }
  | { kind: "redirect"; location: string }
  | { kind: "gone"; status: number }
  | { kind: "skipped"; code: SkipCode; reason: string; isWithdrawn: boolean }
  | { kind: "failed"; reason: string; retryable: boolean };

/** Media types a crawler accepts: pages, and files that pages may link to. */
export const crawledTypes = [
  "text/html",
  "application/xhtml+xml",
  "text/plain",
  "text/markdown",
  "text/csv",
  "application/json",
  ...Object.keys(fileTypes),
  "application/octet-stream",
];

/** Classifies a response to a page request by its status and headers. */
export function classifyResponse(
  { status, headers, url, body }: PublicResponse,
  product: string,
  wasAskedByValidator: boolean,
): Verdict {
  const location = headers.get("location");
  if ([301, 302, 303, 307, 308].includes(status) && location !== null) return { kind: "redirect", location };
  if (status === 404 || status === 410) return { kind: "gone", status };
  if (status === 401 || status === 403 || status === 407) {
    const reason = `The page is not public (${status}).`;
    return { kind: "skipped", code: "login", reason, isWithdrawn: false };
  }
  if (isOverloaded(status)) {
    return { kind: "failed", reason: `The site is temporarily unavailable (${status}).`, retryable: true };
  }
  if (status !== 200 && status !== 203 && !(status === 304 && wasAskedByValidator)) {
    return { kind: "failed", reason: `The site returned ${status} instead of a page.`, retryable: false };
  }
  const directives = readRobotDirectives(headers.get("x-robots-tag") ?? "", product);
  if (status === 304 && !directives.isNoindex) return { kind: "unchanged" };
  return unread(url, headers, body) ?? { kind: "content", directives };
}

function unread(url: string, headers: Headers, body: Buffer): Verdict | null {
  const type = (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "application/octet-stream" && mediaTypeOf(new URL(url).pathname) === null) {
    const reason = "This file type isn't supported.";
    return { kind: "skipped", code: "type", reason, isWithdrawn: true };
  }
  const isText = isTextMediaType(type) || type === "application/xhtml+xml";
  if (!isText || body.length <= DOCUMENT_MAX_BYTES) return null;
  const reason = `The page is larger than ${DOCUMENT_MAX_BYTES / 1_000_000} MB.`;
  return { kind: "skipped", code: "size", reason, isWithdrawn: false };
}
