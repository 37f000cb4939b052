import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { Readable } from "node:stream";
import { createBrotliCompress, createGzip, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ParleyError } from "./errors.ts";
import { fetchPublic, type PublicRequest } from "./outbound.ts";
import { isPublicAddress } from "./public-address.ts";

/** Stands for everything that must not be reached. It answers at 127.0.0.1 and ::1 and counts connections. */
let privateConnections = 0;
/** Stands for the internet: the same port at 127.0.0.2, which only these tests' `isPublic` allows. */
let handler: (request: IncomingMessage, response: ServerResponse) => void;
let siteConnections = 0;

const inner = () =>
  createTcpServer((socket) => {
    privateConnections++;
    socket.on("error", () => {}).end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret");
  });
async function listen<S extends Server>(server: S, port: number, host: string): Promise<S> {
  await once(server.listen(port, host), "listening");
  return server;
}
const listener = await listen(inner(), 0, "127.0.0.1");
const { port } = listener.address() as AddressInfo;
const listenerSix = await listen(inner(), port, "::1");
const site = createServer((request, response) => handler(request, response));
site.on("connection", () => siteConnections++);
await listen(site, port, "127.0.0.2");
afterAll(() => {
  site.closeAllConnections();
  for (const server of [listener, listenerSix, site]) server.close();
});

beforeEach(() => {
  privateConnections = 0;
  siteConnections = 0;
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const addresses: Record<string, string[]> = {
  "site.example": ["127.0.0.2"],
  "other.example": ["127.0.0.2"],
  "private.example": ["127.0.0.1"],
  "private-six.example": ["::1"],
  "mapped.example": ["::ffff:127.0.0.1"],
  "mixed.example": ["127.0.0.2", "127.0.0.1"],
  "mixed-last.example": ["127.0.0.1", "127.0.0.2"],
};
const bounds = { maxBytes: 100_000, timeoutMs: 60_000, allowPorts: [port] };
/** The real policy, but with our own name server and one more public address. */
const lab: PublicRequest = {
  ...bounds,
  resolve: async (hostname) => addresses[hostname] ?? [],
  isPublic: (address) => address === "127.0.0.2" || isPublicAddress(address),
};
const at = (path: string, host = "site.example") => `http://${host}:${port}${path}`;

/** No message may contain an address or a credential, so every failure in this file is checked here. */
async function failure(url: string, options: PublicRequest = lab): Promise<ParleyError> {
  const error: ParleyError = await fetchPublic(url, options).then(
    (response) => expect.unreachable(`it answered ${response.status} ${response.body}`),
    (reason) => reason,
  );
  expect(error).toMatchObject({ name: "ParleyError" });
  expect(`${error.message} ${JSON.stringify(error.details)}`).not.toMatch(/\d+\.\d+\.|::|hunter2|secret/);
  expect(error.cause).toBeUndefined();
  return error;
}

async function refused(url: string, options: PublicRequest = lab): Promise<void> {
  const error = await failure(url, options);
  expect({ code: error.code, privateConnections }).toEqual({ code: "invalid", privateConnections: 0 });
}

test("control: the listener is reachable and would be counted", async () => {
  const open = { ...bounds, isPublic: () => true };
  const hosts = ["127.0.0.1", "127.1", "0x7f000001", "0", "[::1]", "[::ffff:127.0.0.1]"];
  for (const host of hosts) {
    expect((await fetchPublic(at("/", host), open)).body.toString()).toBe("secret");
  }
  expect(privateConnections).toBe(hosts.length);
});

test.each([
  ...[
    "127.0.0.1",
    "127.1",
    "0",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
  ],
  ...[
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001::1]",
    "[fec0::1]",
  ],
  ...[
    "[fd00:ec2::254]",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "240.0.0.1",
    "localhost",
  ],
  ...["localhost.", "LOCALHOST", "127.0.0.1.", "１２７.０.０.１", "%3127.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1"],
  ...["[::127.0.0.1]", "0x7f.1", "127.0x0.1", "017700000001"],
])("SSR-01 the literal %s is refused", async (host) => {
  await refused(at("/", host), bounds);
});

function zeros(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.alloc(65_536));
    },
  });
}

describe("SSR-03 DNS", () => {
  test.each([
    "private.example",
    "private-six.example",
    "mapped.example",
    "mixed.example",
    "mixed-last.example",
  ])("%s is refused", async (host) => {
    await refused(at("/", host));
    expect(siteConnections).toBe(0);
  });

  test("a missing name is refused in the same words as a private one", async () => {
    const missing = await failure(at("/", "missing.example"));
    expect(missing).toEqual(await failure(at("/", "private.example")));
  });

  test("a name that turns private is refused at its next connection, and asked once a connection", async () => {
    const answers = [["127.0.0.2"], ["127.0.0.1"]];
    const resolve = vi.fn(async () => answers.shift() ?? []);
    handler = (_, response) => response.end("public");
    expect((await fetchPublic(at("/"), { ...lab, resolve })).body.toString()).toBe("public");
    expect(resolve).toHaveBeenCalledTimes(1);
    await refused(at("/"), { ...lab, resolve });
  });

  test("a name that turns private between two hops is refused", async () => {
    const answers = [["127.0.0.2"], ["127.0.0.1"]];
    handler = (_, response) => response.writeHead(302, { location: "/next", connection: "close" }).end();
    await refused(at("/"), { ...lab, resolve: async () => answers.shift() ?? [] });
    expect(siteConnections).toBe(1);
  });

  test("a name server that never answers is cut off", async () => {
    const resolve = () => new Promise<string[]>(() => {});
    expect((await failure(at("/"), { ...lab, resolve, timeoutMs: 200 })).code).toBe("unavailable");
  });

  test("a failing name server is worth a retry and stays unnamed", async () => {
    const resolve = () => Promise.reject(new Error("queryA ESERVFAIL 10.0.0.53"));
    expect((await failure(at("/"), { ...lab, resolve })).code).toBe("unavailable");
  });
});

describe("SSR-04 redirects", () => {
  const targets = [
    "//127.0.0.1:PORT/",
    "http://127.0.0.1:PORT/",
    "http://private.example:PORT/",
    "http://[::1]:PORT/",
  ];
  const evasions = [
    "file:///etc/passwd",
    "http://user:hunter2@site.example:PORT/",
    "http://site.example:22/",
  ];
  test.each([301, 302, 303, 307, 308])("%i to anything private stops there", async (status) => {
    for (const target of [...targets, ...evasions]) {
      const location = target.replace("PORT", String(port));
      handler = (_, response) => response.writeHead(status, { location }).end();
      await refused(at("/"));
    }
    expect(siteConnections).toBe(targets.length + evasions.length);
  });

  test("the third of three hops is checked like the first", async () => {
    const locations: Record<string, string> = {
      "/": "/b",
      "/b": at("/c", "other.example"),
      "/c": at("/", "127.0.0.1"),
    };
    handler = (request, response) =>
      response.writeHead(302, { location: locations[request.url ?? ""] ?? "/lost" }).end();
    await refused(at("/"));
  });

  test("a meta refresh and a Location without a redirect status are only content", async () => {
    const page = `<meta http-equiv="refresh" content="0; url=${at("/", "127.0.0.1")}">`;
    handler = (_, response) => response.writeHead(200, { location: at("/", "127.0.0.1") }).end(page);
    expect((await fetchPublic(at("/"), lab)).body.toString()).toBe(page);
    expect(privateConnections).toBe(0);
  });

  test("five redirects arrive, six and circles end", async () => {
    const count = (most: number) => (request: IncomingMessage, response: ServerResponse) => {
      const hop = Number(request.url?.slice(1));
      if (hop === most) response.end("arrived");
      else response.writeHead(302, { location: `/${hop + 1}` }).end();
    };
    handler = count(5);
    const arrived = await fetchPublic(at("/0#top"), lab);
    expect(arrived.body.toString()).toBe("arrived");
    expect(arrived.url).toBe(at("/5"));
    expect(arrived.redirects).toEqual([0, 1, 2, 3, 4].map((hop) => at(`/${hop}`)));
    handler = count(6);
    expect(await failure(at("/0"))).toMatchObject({ code: "unprocessable", message: /too many times/ });
    expect(await failure(at("/5"), { ...lab, maxRedirects: 0 })).toMatchObject({ message: /too many times/ });
    const seen = vi.fn((request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(302, { location: request.url === "/a" ? "/b#x" : "/a" }).end();
    });
    handler = seen;
    expect(await failure(at("/a"))).toMatchObject({ code: "unprocessable", message: /in a loop/ });
    expect(seen).toHaveBeenCalledTimes(2);
  });
});

test("SSR-04 a redirect asked for by itself is given unfollowed, without its body", async () => {
  handler = (_, response) => {
    response.writeHead(302, { location: at("/", "127.0.0.1") });
    zeros().pipe(response);
  };
  const answer = await fetchPublic(at("/"), { ...lab, redirect: "manual" });
  expect(answer).toMatchObject({ status: 302, url: at("/"), redirects: [] });
  expect(answer.headers.get("location")).toBe(at("/", "127.0.0.1"));
  expect(answer.body).toHaveLength(0);
  expect(privateConnections).toBe(0);
});

describe("SSR-05 what goes along", () => {
  const headers = {
    authorization: "Bearer secret",
    cookie: "session=secret",
    "x-tenant": "secret",
    "accept-language": "de",
    host: "private.example",
    "proxy-authorization": "secret",
  };
  const echo = (locations: Record<string, string>, status = 302) => {
    const seen: { url: string; method: string; headers: IncomingMessage["headers"]; body: string }[] = [];
    handler = async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      seen.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers, body });
      const location = locations[request.url ?? ""];
      if (location === undefined) response.end();
      else response.writeHead(status, { location }).end();
    };
    return seen;
  };

  test("headers stay with their origin and do not come back with it", async () => {
    const seen = echo({ "/1": "/2", "/2": at("/3", "other.example"), "/3": at("/4") });
    await fetchPublic(at("/1"), { ...lab, headers });
    const kept = { authorization: "Bearer secret", cookie: "session=secret", "x-tenant": "secret" };
    expect(seen[1]?.headers).toMatchObject({
      ...kept,
      host: `site.example:${port}`,
      "accept-language": "de",
    });
    for (const hop of [seen[2], seen[3]]) {
      expect(JSON.stringify(hop?.headers)).not.toContain("secret");
      expect(hop?.headers["accept-language"]).toBe("de");
    }
  });

  test("a POST becomes a GET after 302 and stays one after 307, but not for another origin", async () => {
    const post: PublicRequest = {
      ...lab,
      method: "POST",
      body: "secret",
      headers: { "content-type": "text/plain" },
    };
    let seen = echo({ "/1": at("/2", "other.example") });
    await fetchPublic(at("/1"), post);
    expect(seen[1]).toMatchObject({ method: "GET", body: "" });
    expect(seen[1]?.headers["content-type"]).toBeUndefined();
    seen = echo({ "/1": "/2" }, 307);
    await fetchPublic(at("/1"), post);
    expect(seen[1]).toMatchObject({ method: "POST", body: "secret" });
    seen = echo({ "/1": at("/2", "other.example") }, 308);
    expect((await failure(at("/1"), post)).code).toBe("unprocessable");
    expect(seen).toHaveLength(1);
  });
});

describe("SSR-06 and SSR-08 what is no web address", () => {
  test.each(["file:///etc/passwd", "ftp://site.example/", "gopher://site.example/", "data:text/plain,hi"])(
    "%s is refused",
    (url) => refused(url),
  );
  test.each([22, 25, 5432, 6379])("port %i is refused", (closed) =>
    refused(`http://site.example:${closed}/`),
  );
  test("the listener's port is refused when it is not named", () =>
    refused(at("/"), { ...lab, allowPorts: undefined }));
  test.each([
    `http://user:hunter2@site.example:${port}/`,
    `http://site.example:${port}@127.0.0.1:${port}/`,
    `http://[fe80::1%25lo]:${port}/`,
    `http://${"a".repeat(64)}.example:${port}/`,
    `http://xn--localhost-:${port}/`,
    `http://ⓛocalhost:${port}/`,
  ])("%s is refused", (url) => refused(url, { ...lab, resolve: async () => ["127.0.0.1"] }));

  test("an unreachable public address is not named", async () => {
    const error = await failure("http://site.example:9/", { ...lab, allowPorts: [9] });
    expect(error).toMatchObject({ code: "unavailable", message: "The URL could not be reached." });
  });
});

test("SSR-11 a connection made under a looser policy is not used again", async () => {
  handler = (_, response) => response.end("kept alive");
  await fetchPublic(at("/"), lab);
  await refused(at("/"), { ...lab, isPublic: isPublicAddress });
  expect(siteConnections).toBe(1);
});

describe("SSR-09 bounds", () => {
  test("a body of exactly the limit arrives, one byte more does not", async () => {
    handler = (request, response) => response.end(Buffer.alloc(Number(request.url?.slice(1))));
    expect((await fetchPublic(at("/100000"), lab)).body).toHaveLength(100_000);
    expect((await failure(at("/100001"))).code).toBe("too_large");
  });

  test("an endless body, an endless bomb and a huge announcement end at once", async () => {
    handler = (_, response) => zeros().pipe(response);
    expect((await failure(at("/"))).code).toBe("too_large");
    const coders = { gzip: createGzip, br: createBrotliCompress };
    for (const [encoding, coder] of Object.entries(coders)) {
      handler = (_, response) =>
        zeros()
          .pipe(coder())
          .pipe(response.writeHead(200, { "content-encoding": encoding }));
      expect((await failure(at("/"))).code).toBe("too_large");
    }
    handler = (_, response) => response.writeHead(200, { "content-length": 1e10 }).flushHeaders();
    expect((await failure(at("/"))).code).toBe("too_large");
  });

  test("compressed text is decoded; what cannot be is refused", async () => {
    const send = (encoding: string, body: Buffer) => {
      handler = (_, response) => response.writeHead(200, { "content-encoding": encoding }).end(body);
    };
    send("gzip", gzipSync("Grüße"));
    expect((await fetchPublic(at("/"), lab)).body.toString()).toBe("Grüße");
    for (const [encoding, body] of [
      ["gzip", Buffer.from("no gzip")],
      ["br", Buffer.from("no brotli at all")],
      ["gzip", gzipSync("cut short").subarray(0, -6)],
      ["gzip, gzip", gzipSync(gzipSync("twice"))],
      ["constructor", Buffer.from("x")],
    ] as const) {
      send(encoding, body);
      expect((await failure(at("/"))).code, encoding).toBe("unprocessable");
    }
  });

  test.each([
    ["never answers", () => {}],
    ["sends headers only", (response: ServerResponse) => response.flushHeaders()],
    [
      "sends a byte every 50 ms",
      (response: ServerResponse) => {
        const timer = setInterval(() => response.write("x"), 50);
        response.on("close", () => clearInterval(timer));
      },
    ],
    [
      "redirects slowly for ever",
      (response: ServerResponse) => {
        setTimeout(() => response.writeHead(302, { location: `/${Math.random()}` }).end(), 150);
      },
    ],
  ])("a site that %s is cut off by the total time", async (_, answer) => {
    handler = (_request, response) => answer(response);
    const error = await failure(at("/"), { ...lab, timeoutMs: 400 });
    expect(error).toMatchObject({ code: "unavailable", message: "The URL took too long to respond." });
    await expect
      .poll(() => new Promise((resolve) => site.getConnections((_e, open) => resolve(open))))
      .toBe(0);
  });

  test("headers of 1 MB are not read, a body cut short is no body", async () => {
    handler = (_, response) => response.writeHead(200, { "x-large": "x".repeat(1_000_000) }).end();
    expect((await failure(at("/"))).code).toBe("unavailable");
    handler = (_, response) => {
      response.writeHead(200, { "content-length": 100 }).write("x");
      setTimeout(() => response.destroy(), 50);
    };
    expect((await failure(at("/"))).code).toBe("unavailable");
  });

  test("the caller's signal ends it with the caller's reason", async () => {
    const reason = new Error("stopped");
    const abort = new AbortController();
    handler = () => abort.abort(reason);
    await expect(fetchPublic(at("/"), { ...lab, signal: abort.signal })).rejects.toBe(reason);
  });
});

test("another type of file is refused, errors of the site come through", async () => {
  handler = (_, response) =>
    response.writeHead(200, { "content-type": "Text/HTML; charset=utf-8" }).end("page");
  expect((await fetchPublic(at("/"), { ...lab, accept: ["text/html"] })).status).toBe(200);
  expect((await fetchPublic(at("/"), { ...lab, accept: ["image/png", "text/*"] })).status).toBe(200);
  expect((await failure(at("/"), { ...lab, accept: ["image/*", "text/plain"] })).code).toBe(
    "unsupported_type",
  );
  handler = (_, response) => zeros().pipe(response.writeHead(200, { "content-type": "image/png" }));
  expect((await failure(at("/"), { ...lab, accept: ["text/html"] })).code).toBe("unsupported_type");
  handler = (_, response) => response.writeHead(404, { "content-type": "text/plain" }).end("none");
  expect(await fetchPublic(at("/"), { ...lab, accept: ["text/html"] })).toMatchObject({ status: 404 });
  expect((await fetchPublic(at("/"), { ...lab, method: "HEAD" })).body).toHaveLength(0);
});

describe("the environment loosens nothing", () => {
  test("no proxy is asked", async () => {
    for (const name of ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"]) {
      vi.stubEnv(name, `http://127.0.0.1:${port}`);
    }
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    handler = (_, response) => response.end("direct");
    expect((await fetchPublic(at("/"), lab)).body.toString()).toBe("direct");
    expect(privateConnections).toBe(0);
  });

  test("an unknown certificate is refused whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const seen = vi.fn();
    const secure = createTlsServer({ key, cert }, (_, response) => {
      seen();
      response.end("secure");
    });
    await listen(secure, 0, "127.0.0.2");
    const own = (secure.address() as AddressInfo).port;
    const error = await failure(`https://site.example:${own}/`, { ...lab, allowPorts: [own] });
    expect(error.code).toBe("unavailable");
    expect(seen).not.toHaveBeenCalled();
    secure.close();
  });
});

/** Self-signed for site.example, valid until 2126. It protects nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyt7G6tHq7Ttuwgia
ke7CdgB32pXE7MlgNRi5+TDH4VKhRANCAAQEh+ccs85t0RzmN+h1gvKK3+v/8JmF
d3qDyNTZqr7qHoGW64Vwsk2Z/SqtsLhosVOQPbl18KGWBjBgqYEgUDn5
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBnjCCAUSgAwIBAgIUCzP8W3ubwm2DAka2BB+lA6z/+E8wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2l0ZS5leGFtcGxlMCAXDTI2MTEyMjAzMDUzNloYDzIxMjYx
MDI5MDMwNTM2WjAXMRUwEwYDVQQDDAxzaXRlLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQEh+ccs85t0RzmN+h1gvKK3+v/8JmFd3qDyNTZqr7qHoGW
64Vwsk2Z/SqtsLhosVOQPbl18KGWBjBgqYEgUDn5o2wwajAdBgNVHQ4EFgQUce00
kx40e3cCCcRDbzKbrZ5p1mswHwYDVR0jBBgwFoAUce00kx40e3cCCcRDbzKbrZ5p
1mswDwYDVR0TAQH/BAUwAwEB/zAXBgNVHREEEDAOggxzaXRlLmV4YW1wbGUwCgYI
KoZIzj0EAwIDSAAwRQIhAKmWaXGCQOLDSNV2Rfb7lFy9G9WNK2PJrFr5pnMdC4FI
AiBERZc6HW0pXbfhWToPI+pi0VeDgLNS8IxI1aIcSLB3Qw==
-----END CERTIFICATE-----`;
