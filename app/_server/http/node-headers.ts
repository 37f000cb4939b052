import type { IncomingHttpHeaders } from "node:http";

/** The headers of Node's request, those sent several times joined. */
export function headersOf(headers: IncomingHttpHeaders): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return new Headers(pairs as [string, string][]);
}
