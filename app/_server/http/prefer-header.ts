const LONGEST_WAIT_SECONDS = 55;

/** How long the caller wants to wait for the work to end: `Prefer: wait=N` (RFC 7240, 4.3). */
export function preferredWaitMs(request: Request): number {
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(request.headers.get("prefer") ?? "")?.[1];
  return Math.min(Number(seconds ?? 0), LONGEST_WAIT_SECONDS) * 1_000;
}

/** Whether the caller does not want to wait: `Prefer: respond-async` (RFC 7240, 4.1). */
export function prefersAsync(request: Pick<Request, "headers">): boolean {
  return /(?:^|[,;\s])respond-async(?:$|[,;\s])/i.test(request.headers.get("prefer") ?? "");
}

/** Responds with 202 while the work on the resource is running, 200 after it. */
export function accepted(body: object, hasEnded: boolean): Response {
  return Response.json(body, { status: hasEnded ? 200 : 202, headers: { "cache-control": "no-store" } });
}
