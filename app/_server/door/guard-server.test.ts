import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { declareDoor } from "#lib/core/server-mode.ts";
import { notePageFailure } from "./failed-pages.ts";
import { guardServer } from "./guard-server.ts";

let server: Server | undefined;

type Handler = (response: ServerResponse, requestId: string) => void;

async function serve(handle: Handler): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const own = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    handle(response, String(request.headers["x-request-id"]));
  });
  guardServer(own);
  server = own;
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  return { port: (own.address() as AddressInfo).port, seen };
}

/** Sends raw bytes and returns the raw response. */
function send(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

const request = (line: string, headers = "") =>
  `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`;

afterEach(() => {
  server?.close();
  declareDoor(false);
});

it.each([
  [request("TRACE /"), 405],
  [request("CONNECT a:80"), 405],
  [request("GET http://169.254.169.254/latest"), 400],
  [request("GET /c/x%00"), 400],
  [request("GET /%"), 400],
  [request("GET foo"), 400],
  ["junk\r\n\r\n", 400],
  ["GET / HTTP/9.9\r\n\r\n", 400],
  [request("GET /", "a b: c\r\n"), 400],
  [request("GET /", `a: ${"x".repeat(20_000)}\r\n`), 431],
  [request("POST /", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"), 400],
])("refuses %j before the listener, with id and headers", async (bytes, status) => {
  const logged = vi.spyOn(log(), "info").mockReturnValue();
  const { port, seen } = await serve((response) => response.end("reached"));
  const answer = await send(port, bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  const head = answer.split("\r\n\r\n")[0]?.toLowerCase() ?? "";
  const id = /\nx-request-id: ([0-9a-z]{26})\r/.exec(head)?.[1];
  expect(head).toContain("\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'\r");
  expect(head).toContain("\nx-content-type-options: nosniff\r");
  expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({ error: { requestId: id } });
  expect(seen).toEqual([]);
  for (const [fields, message] of logged.mock.calls)
    expect(JSON.stringify([fields, message])).not.toMatch(/\n/);
});

it("answers OPTIONS * with the methods, and ignores the Expect header", async () => {
  const { port, seen } = await serve((response) => response.end("reached"));
  expect(await send(port, request("OPTIONS *"))).toMatch(/^HTTP\/1.1 204 [\s\S]*Allow: GET, HEAD/);
  expect(await send(port, request("GET /", "Expect: something\r\n"))).toMatch(/^HTTP\/1.1 200 /);
  expect(seen).toEqual(["GET /"]);
});

it("answers a request to upgrade the protocol like any other", async () => {
  const { port, seen } = await serve((response) => response.end("reached"));
  server?.on("upgrade", (_, socket) => socket.destroy());
  const upgrade = "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n";
  expect(await send(port, `GET / HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1.1 200 /);
  expect(seen).toEqual(["GET /"]);
});

it("gives each request an id that no client can choose", async () => {
  const { port } = await serve((response, requestId) => response.end(requestId));
  const answer = await send(port, request("GET /", "X-Request-Id: forged\r\n"));
  const id = /\nx-request-id: ([0-9a-z]{26})\r/i.exec(answer)?.[1];
  expect(answer.endsWith(`\r\n\r\n${id}`)).toBe(true);
});

it.each<[string, (response: ServerResponse) => void]>([
  ["end", (response) => response.end("Internal Server Error")],
  ["writeHead", (response) => response.writeHead(500, { "content-type": "text/plain" }).end("Oh")],
  [
    "write",
    (response) => {
      response.flushHeaders();
      response.write("Internal ");
      response.end("Server Error");
    },
  ],
])("puts the error shape in place of a bare 500 sent with %s", async (_, fail) => {
  const { port } = await serve((response) => {
    response.statusCode = 500;
    fail(response);
  });
  const [head = "", body = ""] = (await send(port, request("GET /"))).split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1.1 500 /);
  expect(JSON.parse(body).error).toMatchObject({
    code: "internal",
    requestId: /\nx-request-id: (\w+)/i.exec(head)?.[1],
  });
});

it("sends a page with 503 when a page failed because the database is unavailable", async () => {
  const { port } = await serve((response, requestId) => {
    const cause = new ParleyError("unavailable", "The database is not responding.");
    notePageFailure(requestId, new Error("Failed query: select secret", { cause }));
    response.setHeader("Content-Security-Policy", "script-src 'nonce-abc='");
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.statusCode = 500;
    response.write('<html id="__next_error__">');
    response.end("</html>");
  });
  const [head = "", body = ""] = (await send(port, request("GET /c/support"))).split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1.1 503 [\s\S]*\r\nRetry-After: \d+\r\n/);
  expect(body).toContain("Parley is unavailable right now");
  expect(body).toContain('<style nonce="abc=">');
  expect(body).toMatch(/http-equiv="refresh" content="\d+"/);
  expect(body).not.toMatch(/__next_error__|secret/);
});

it("answers 400 when a page failed because of the router's headers", async () => {
  const { port } = await serve((response, requestId) => {
    notePageFailure(requestId, new Error("The router state header was sent but could not be parsed."));
    response.statusCode = 500;
    response.end("Internal Server Error");
  });
  expect(await send(port, request("GET /"))).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"invalid"/);
});

it("leaves other responses as they are", async () => {
  const { port } = await serve((response) => {
    response.setHeader("Content-Type", "application/json");
    response.writeHead(500, { "x-own": "1" });
    response.write('{"own":');
    response.end("true}");
  });
  const answer = await send(port, request("GET /"));
  expect(answer).toMatch(/^HTTP\/1.1 500 [\s\S]*\r\nx-own: 1\r\n/);
  expect(answer).toContain('{"own":');
});
