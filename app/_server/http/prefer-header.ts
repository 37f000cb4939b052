const LONGEST_WAIT_SECONDS = 55;

/** How long a caller would have its answer wait for the end of the work, by `Prefer: wait=N` (RFC 7240, 4.3). */
export function preferredWaitMs(request: Request): number {
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(request.headers.get("prefer") ?? "")?.[1];
  return Math.min(Number(seconds ?? 0), LONGEST_WAIT_SECONDS) * 1_000;
}

/** Whether a caller does not want to wait at all: `Prefer: respond-async` (RFC 7240, 4.1). */
export function prefersAsync(request: Request): boolean {
  return /(?:^|[,;\s])respond-async(?:$|[,;\s])/i.test(request.headers.get("prefer") ?? "");
}

/** A resource whose work may still be under way: 202 then, 200 once it has ended. */
export function accepted(body: object, hasEnded: boolean): Response {
  return Response.json(body, { status: hasEnded ? 200 : 202, headers: { "cache-control": "no-store" } });
}
