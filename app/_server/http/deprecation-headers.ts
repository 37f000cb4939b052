/** A route on its way out: since when, until when it answers, and what takes its place. */
export type Deprecation = { since: Date; until: Date; successor: string };

/** Says so to its callers: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a `Link` to what comes after. */
export function setDeprecationHeaders(headers: Headers, { since, until, successor }: Deprecation): void {
  headers.set("deprecation", `@${Math.floor(since.getTime() / 1_000)}`);
  headers.set("sunset", until.toUTCString());
  headers.append("link", `<${successor}>; rel="successor-version"`);
}
