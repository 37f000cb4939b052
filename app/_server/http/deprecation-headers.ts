/** A deprecated route: since when, until when it answers, and its replacement. */
export type Deprecation = { since: Date; until: Date; successor: string };

/** Sets `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a `Link` to the replacement. */
export function setDeprecationHeaders(headers: Headers, { since, until, successor }: Deprecation): void {
  headers.set("deprecation", `@${Math.floor(since.getTime() / 1_000)}`);
  headers.set("sunset", until.toUTCString());
  headers.append("link", `<${successor}>; rel="successor-version"`);
}
