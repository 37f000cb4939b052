import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchPublic } from "#lib/core/outbound.ts";
import { isPublicAddress } from "#lib/core/public-address.ts";

type LoggedRequest = { path: string; host: string; at: number; conditional: boolean; status: number };
export type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** Stands for the public internet: loopback, but not where private services listen. */
const PUBLIC = "127.0.0.2";

/**
 * A web server on loopback that answers as `docs.example` and other `*.example` hosts, and a `fetchPublic`
 * whose policy treats only its address as public.
 */
export async function openTestSite() {
  const replies = new Map<string, Reply>();
  const requested: LoggedRequest[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const startedAt = performance.now();
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.on("close", () => {
      open -= 1;
      const conditional = "if-none-match" in request.headers || "if-modified-since" in request.headers;
      const host = (request.headers.host ?? "").split(":")[0] ?? "";
      requested.push({ path, host, at: startedAt, conditional, status: response.statusCode });
    });
    const reply = replies.get(path) ?? replies.get(path.split("?")[0] ?? "") ?? notFound;
    reply(request, response);
  });
  await once(server.listen(0, PUBLIC), "listening");
  const { port } = server.address() as AddressInfo;
  const at = (path: string, host = "docs.example") => `http://${host}:${port}${path}`;
  const fetchPage: typeof fetchPublic = (address, options) =>
    fetchPublic(address, {
      ...options,
      allowPorts: [port],
      resolve: async (hostname) => (hostname.startsWith("private") ? ["127.0.0.1"] : [PUBLIC]),
      isPublic: (address) => address === PUBLIC || isPublicAddress(address),
    });
  return {
    port,
    at,
    requested,
    fetchPage,
    /** By path with query, else by path. */
    set: (path: string, reply: Reply) => replies.set(path, reply),
    remove: (path: string) => replies.delete(path),
    mostOpen: () => mostOpen,
    paths: () => requested.map(({ path }) => path),
    forget() {
      requested.length = 0;
      mostOpen = 0;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type TestSite = Awaited<ReturnType<typeof openTestSite>>;

const notFound: Reply = (_, response) =>
  response.writeHead(404, { "content-type": "text/html" }).end("<h1>There is nothing here</h1>");

/** A response of HTML or another type, with an ETag of its content. */
export function content(body: string | Buffer, headers: Record<string, string> = {}): Reply {
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  return (request, response) => {
    const all = { "content-type": "text/html; charset=utf-8", etag, ...headers };
    if (request.headers["if-none-match"] === etag) response.writeHead(304, all).end();
    else response.writeHead(200, all).end(body);
  };
}

export function redirect(location: string, status = 302): Reply {
  return (_, response) => response.writeHead(status, { location }).end();
}

export function html(title: string, links: string[] = [], head = ""): string {
  const list = links.map((link) => `<li><a href="${link}">${link}</a></li>`).join("");
  return `<!doctype html><html><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1>
    <p>${`What ${title} is about. `.repeat(20)}</p><ul>${list}</ul></main></body></html>`;
}
