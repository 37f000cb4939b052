import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { resetEnv } from "../env.ts";
import type { ParleyError } from "../errors.ts";
import { createS3Store } from "./s3-store.ts";

/** Called when a piece of an answer was read and the wait for the next one has begun. */
const reading = vi.hoisted(() => ({ heard: () => {} }));
vi.mock("../trusted-fetch.ts", async (importOriginal) => {
  const { trustedFetch } = await importOriginal<typeof import("../trusted-fetch.ts")>();
  const noteReading = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        controller.enqueue(piece);
        setImmediate(() => reading.heard());
      },
    });
  return {
    trustedFetch: async (...request: Parameters<typeof trustedFetch>) => {
      const answer = await trustedFetch(...request);
      return new Response(answer.body?.pipeThrough(noteReading()), answer);
    },
  };
});

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let handler: Handler = () => {};
let seen: string[] = [];
const server = createServer((request, response) => {
  request.resume();
  seen.push(`${request.method} ${request.url}`);
  handler(request, response, seen.length);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const secretAccessKey = "the-secret-key";
const access = {
  endpoint,
  region: "us-east-1",
  bucket: "bucket",
  accessKeyId: "the-key-id",
  secretAccessKey,
  forcePathStyle: true,
};
/** Only the tests of a limit shorten it. */
const limits = { silenceMs: 60_000, totalMs: 120_000, attempts: 3, pauseMs: 5 };
const store = createS3Store(access, limits);
const text = { contentType: "text/plain" };

/** Loading modules on first use takes time. */
beforeAll(async () => {
  handler = (_, response) => response.end("<ListBucketResult/>");
  await createS3Store(access).ping();
});
beforeEach(() => {
  vi.stubEnv("LOG_LEVEL", "silent");
  resetEnv();
  seen = [];
});
afterAll(() => {
  vi.unstubAllEnvs();
  resetEnv();
  server.closeAllConnections();
  server.close();
});

const xml = (status: number, body: string) => (_: unknown, response: ServerResponse) =>
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
const failure = (status: number, code: string) =>
  xml(
    status,
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${secretAccessKey}</Message></Error>`,
  );
const listing = (inside: string) => `<ListBucketResult>${inside}</ListBucketResult>`;

async function keys(prefix = ""): Promise<string[]> {
  const found = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found;
}

const verbs: [name: string, call: () => Promise<unknown>][] = [
  ["put", () => store.put("a/b", Buffer.from("content"), text)],
  ["get", () => store.get("a/b")],
  ["delete", () => store.delete("a/b")],
  ["deletePrefix", () => store.deletePrefix("a")],
  ["list", () => keys()],
  ["ping", () => store.ping()],
];

async function caught(call: () => Promise<unknown>): Promise<ParleyError> {
  const error = await call().then(
    () => expect.fail("no error"),
    (error) => error,
  );
  expect(error).toMatchObject({ name: "ParleyError" });
  for (const hidden of [secretAccessKey, access.accessKeyId, endpoint, "bucket/"])
    expect(`${error.message} ${JSON.stringify(error)} ${error.cause}`).not.toContain(hidden);
  return error;
}

describe.each(verbs)("%s", (name, call) => {
  const attempts = name === "ping" ? 1 : 3;

  test.each<[string, Handler]>([
    ["resets the connection", (request) => request.socket.resetAndDestroy()],
    ["closes the connection", (request) => request.socket.destroy()],
    [
      "breaks off in its answer",
      (request, response) => {
        response.writeHead(200, { "content-length": "1000" }).write("half", () => request.socket.destroy());
      },
    ],
    [
      "talks nonsense",
      (request) => {
        request.socket.end("SSH-2.0-OpenSSH\r\n\r\n");
      },
    ],
    ["answers 500", failure(500, "InternalError")],
    ["answers 503", failure(503, "SlowDown")],
    ["answers 429", failure(429, "TooManyRequests")],
  ])("a server that %s is asked again, then unavailable", async (_, misbehave) => {
    handler = misbehave;
    expect((await caught(call)).code).toBe("unavailable");
    expect(seen.length).toBe(attempts);
  });

  test.each<[string, Handler]>([
    ["403", failure(403, "SignatureDoesNotMatch")],
    ["400", failure(400, "InvalidRequest")],
    ["404 of a bucket", failure(404, "NoSuchBucket")],
    ["404 of something else", xml(404, "<html><body>Not found<br></body></html>")],
    ["404 without a word", xml(404, "")],
    ["a redirect", (_, response) => response.writeHead(307, { location: `${endpoint}/elsewhere` }).end()],
  ])("%s is unavailable at once", async (_, misbehave) => {
    handler = misbehave;
    expect((await caught(call)).code).toBe("unavailable");
    expect(seen.length).toBe(1);
  });
});

test.each<[string, Handler]>([
  ["never answers", () => {}],
  [
    "falls silent in its answer",
    (_, response) => {
      response.writeHead(200, { "content-length": "1000" }).write("half");
    },
  ],
])("a server that %s is asked again, then unavailable", async (_, misbehave) => {
  handler = misbehave;
  const impatient = createS3Store(access, { ...limits, silenceMs: 300 });
  for (const call of [() => impatient.put("a/b", Buffer.from("content"), text), () => impatient.get("a/b")]) {
    seen = [];
    expect((await caught(call)).code).toBe("unavailable");
    expect(seen.length).toBe(limits.attempts);
  }
});

test("a server that is not there is unavailable", async () => {
  const gone = createS3Store({ ...access, endpoint: "http://127.0.0.1:1" }, limits);
  expect((await caught(() => gone.put("a", Buffer.from("x"), text))).code).toBe("unavailable");
});

test("a second attempt carries the whole body again", async () => {
  const bodies: string[] = [];
  handler = async (request, response, count) => {
    if (count === 1) return request.socket.resetAndDestroy();
    let body = "";
    for await (const piece of request) body += piece;
    bodies.push(body);
    response.end();
  };
  await store.put("a/b", Buffer.from("content"), text);
  expect(bodies).toEqual(["content"]);
  expect(seen).toEqual(["PUT /bucket/a/b", "PUT /bucket/a/b"]);
});

test("an object that comes slowly but steadily comes whole", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const pieces = ["one ", "two ", "three ", "four"];
  handler = async (_, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    for (const piece of pieces) {
      const isRead = new Promise<void>((resolve) => {
        reading.heard = resolve;
      });
      response.write(piece);
      await isRead;
      await vi.advanceTimersByTimeAsync(limits.silenceMs * 0.6);
    }
    response.end();
  };
  expect(await store.get("a")).toEqual({ bytes: Buffer.from(pieces.join("")), contentType: "text/plain" });
});

test("what trickles for ever ends with the time for all attempts", async () => {
  handler = (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  };
  const hasty = createS3Store(access, { ...limits, totalMs: 500 });
  expect((await caught(() => hasty.get("a"))).code).toBe("unavailable");
});

test("an object larger than any of ours is not taken in", async () => {
  let isClosed = false;
  handler = (_, response) => {
    response.on("close", () => {
      isClosed = true;
    });
    response.writeHead(200, { "content-length": "10000000000" }).write("x");
  };
  expect((await caught(() => store.get("a"))).code).toBe("too_large");
  await expect.poll(() => isClosed).toBe(true);
});

test("a missing object is null, and deleting it no error", async () => {
  handler = failure(404, "NoSuchKey");
  expect(await store.get("a")).toBeNull();
  await store.delete("a");
});

test.each([
  ["the page of a proxy", "<!doctype html><html><body>Log in</body></html>"],
  ["a document cut short", "<ListBucketResult><Contents><Key>a</Key>"],
  ["nothing", ""],
  ["a page that leads nowhere", listing("<IsTruncated>true</IsTruncated>")],
])("%s is no empty bucket", async (_, body) => {
  handler = xml(200, body);
  expect((await caught(() => keys())).code).toBe("unavailable");
  expect((await caught(() => store.ping())).code).toBe("unavailable");
});

test("a listing that leads back to itself ends", async () => {
  handler = xml(
    200,
    listing("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>"),
  );
  expect((await caught(() => keys())).code).toBe("unavailable");
  expect(seen.length).toBe(2);
});

test("what others keep in the bucket is neither listed nor deleted", async () => {
  const item = (key: string) =>
    `<Contents><Key>${key}</Key><Size>1</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>`;
  handler = (request, response) => {
    const isListing = request.method === "GET";
    response.end(isListing ? listing(["a/", "a/B", "a/../b", "a/&lt;", "a/b"].map(item).join("")) : "");
  };
  expect(await keys("a")).toEqual(["a/b"]);
  await store.deletePrefix("a");
  expect(seen.filter((line) => line.startsWith("DELETE"))).toEqual(["DELETE /bucket/a/b"]);
});
