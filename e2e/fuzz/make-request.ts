import type { Random } from "#e2e/faults/random.ts";
import { appRoutes } from "#e2e/fixtures/routes.ts";

const usual = ["GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const unusual = ["TRACE", "PROPFIND", "PURGE", "CONNECT", "get"];

/** Values for path segments and parameters, some of them percent-encoded. */
const values = [
  "support",
  "demo",
  "none",
  "1",
  "-1",
  "99999999999999999999",
  "%",
  "%00",
  "a%00b",
  "x%0A%7B%22level%22%3A30%2C%22msg%22%3A%22forged%22%7D%0A%00",
  "x%0A%7B%22level%22%3A30%2C%22msg%22%3A%22forged%22%7D%0A",
  "%0d%0aSet-Cookie:%20a=b",
  "%ED%A0%80",
  "%E0%A4%A",
  "%FF%FE",
  "%C3%28",
  "..%2f..%2fetc%2fpasswd",
  "..",
  "%5c..%5c",
  "%E6%9D%B1%E4%BA%AC",
  "%F0%9F%98%80",
  "%E2%80%AE%E2%81%A6",
  "__proto__",
  "constructor",
  "'%20or%201=1--",
  "%7B%7D",
  "[]",
  "null",
  "undefined",
  "NaN",
  "cht_01m8pbscp7ecyb0ftfa3s9c93t",
  "con_%00",
  "ten_01m8pbscp7ecyb0ftfa3s9c93t",
  "a".repeat(300),
  "%41".repeat(2_000),
  "eyJhbGciOiJub25lIn0.e30.",
  "MjAyNi0xMS0zMFQxMzo1NA",
  "",
];
const parameters = [
  "chatbot",
  "conversation",
  "cursor",
  "before",
  "after",
  "q",
  "key",
  "next",
  "token",
  "passage",
  "page",
  "limit",
  "from",
  "to",
  "state",
  "_rsc",
  "url",
  "w",
  "callbackUrl",
  "error",
  "kind",
];
const oddTargets = [
  "*",
  "foo",
  "//evil.example/x",
  "/\\evil.example",
  "http://169.254.169.254/latest",
  "/%",
  "/faviconX",
  "/favicon.svg",
  "/favicon.ico",
  "/_next/image",
  "/_next/imageX",
  "/_next/image?url=%2Fx&w=64&q=75",
  "/_next/image?url=http%3A%2F%2F127.0.0.1%3A9&w=64&q=75",
  "/_next/static/chunks/none.js",
  "/_next/static/..%2f..%2fserver.ts",
  "/_next/static/%",
  "/_next/data/x/index.json",
  "/_next/webpack-hmr",
  "/_not-found",
  "/_error",
  "/404",
  "/.well-known/security.txt",
  "/robots.txt",
  "/sign-in/",
  "/api//health",
  "/api",
  "/chat-direct/x",
  `/${"a".repeat(7_000)}`,
  `/?${"a=1&".repeat(1_500)}`,
];
const routerState = [
  "garbage",
  "%",
  "[]",
  "{}",
  "[1,2,3]",
  "%5B%22%22%2C%7B%7D%5D",
  '["",{"children":["__PAGE__",{}]}]',
  `[${"[".repeat(2_000)}`,
  "x".repeat(10_000),
];
const headers: [string, string[]][] = [
  ["RSC", ["1", "0", "garbage"]],
  ["Next-Router-State-Tree", routerState],
  ["Next-Router-Prefetch", ["1", "2", "x"]],
  ["Next-Router-Segment-Prefetch", ["/", "/_tree", "/%00", "x".repeat(500)]],
  ["Next-Url", ["/", "%", "/admin", "http://evil"]],
  ["Next-Action", ["x", "0".repeat(42), `7f${"0".repeat(40)}`, "%00", "__proto__"]],
  ["X-Forwarded-Host", ["evil.example", "a b", "%", "a,b", "[::1", "javascript:alert(1)"]],
  ["X-Forwarded-Proto", ["https", "javascript", "a,b,c", "%"]],
  ["X-Forwarded-For", ["1.2.3.4", "%00", "::ffff:1.2.3.4", "x".repeat(5_000), ",,,"]],
  ["X-Forwarded-Port", ["99999", "-1", "x"]],
  ["Forwarded", ["for=x;proto=;host=%", 'for="[::1"']],
  ["X-Middleware-Subrequest", ["proxy:proxy:proxy:proxy:proxy", "src/proxy:src/proxy", "1"]],
  ["X-Middleware-Rewrite", ["http://evil.example/", "/ops"]],
  ["X-Middleware-Next", ["1"]],
  ["X-Middleware-Override-Headers", ["cookie,x-nonce", "%"]],
  ["X-Middleware-Set-Cookie", ["parley_session=x"]],
  ["X-Invoke-Path", ["/ops", "%"]],
  ["X-Invoke-Status", ["500", "x"]],
  ["X-Matched-Path", ["/ops", "/api/ops"]],
  ["X-Nextjs-Data", ["1"]],
  ["X-Request-Id", ["forged", '"},{"a":"b', "x".repeat(3_000)]],
  ["X-Nonce", ["'; script-src *"]],
  ["Content-Security-Policy", ["script-src *"]],
  ["traceparent", ["00-0-0-00", "garbage", `00-${"f".repeat(32)}-${"f".repeat(16)}-01`]],
  ["Accept", ["text/x-component", "*/*;q=x", "text/event-stream"]],
  ["Accept-Language", ["%00;q=x", "en,".repeat(500)]],
  ["Accept-Encoding", ["gzip, br", "x".repeat(100)]],
  [
    "Content-Type",
    ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "x/y;;;"],
  ],
  ["Origin", ["null", "http://evil.example", "%", "http://["]],
  ["Referer", ["%", "http://["]],
  ["Authorization", ["Bearer x", "Bearer %00", "Basic ====", `Bearer pk_${"a".repeat(43)}`, "Bearer \u00ff"]],
  ["Idempotency-Key", ["x", "%00", "x".repeat(2_000)]],
  ["Last-Event-ID", ["-1", "x", "99999999999999999999", "%00"]],
  ["Prefer", ["wait=0", "wait=x", "wait=99999999999"]],
  ["Range", ["bytes=9999999-", "x", "bytes=0-1,2-3"]],
  ["If-None-Match", ["*", "%"]],
  ["If-Match", ["x"]],
  ["If-Unmodified-Since", ["Mon, 01 Jan 2001 00:00:00 GMT"]],
  ["If-Modified-Since", ["x"]],
  ["Sec-Fetch-Dest", ["image", "script"]],
  ["Sec-Fetch-Site", ["cross-site", "x"]],
  ["Upgrade", ["websocket", "h2c"]],
  ["Expect", ["100-continue", "x"]],
  ["Host", ["", "a b", "evil.example", "%", "[::1"]],
];
const cookieNames = [
  "parley_session",
  "__Host-parley_session",
  "parley_device",
  "parley_sign_up",
  "parley_links",
  "parley_visitor_01m8pbscp7ecyb0ftfa3s9c93t",
  "next-auth.session-token",
  "next-auth.csrf-token",
  "__Host-next-auth.csrf-token",
  "next-auth.callback-url",
  "NEXT_LOCALE",
  "__prerender_bypass",
  "__next_preview_data",
  "__proto__",
];
const cookieValues = [
  "%",
  "%00",
  "%E0%A4%A",
  "x",
  "a|b",
  '"',
  "eyJhbGciOiJub25lIn0.e30.",
  "x".repeat(3_000),
  "%7B",
  "",
];
const bodies = [
  "",
  "{}",
  "[]",
  "null",
  '"x"',
  "{",
  "\u0000",
  '{"chatbot":"\\u0000","id":"\\ud800","message":{"id":"\\u0000","parts":[{"type":"text","text":"\\u0000"}]}}',
  '{"chatbot":"support","id":"fuzz","message":{"id":"x","parts":[{"type":"text","text":"\\ud800"}]}}',
  '{"__proto__":{"a":1},"constructor":1}',
  '{"email":"\\u0000@x.example","password":"\\u0000\\ud800","token":["\\u0000"],"name":"\\u202e"}',
  '{"chatbot":"support","query":"\\u0000","title":"\\u0000","text":"\\u0000","reason":"\\ud800","rating":"up"}',
  `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  `${'{"message":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  `{"text":"${"x".repeat(100_000)}"}`,
  "email=%00&password=%&csrfToken=%FF",
  '--x\r\nContent-Disposition: form-data; name="1_$ACTION_ID_x"\r\n\r\nx\r\n--x--',
];

/** `bytes` is a complete HTTP/1.1 request; `what` names it in the report. */
export type FuzzRequest = { bytes: string; what: string };
/** Credentials that some of the requests carry. */
export type FuzzCredentials = { apiKey: string; sessionCookie: string };

export function requestMaker(random: Random, { apiKey, sessionCookie }: FuzzCredentials): () => FuzzRequest {
  const patterns = appRoutes().map(({ pattern }) => pattern);
  const value = () => random.pick(random.chance(0.4) ? values.slice(0, 3) : values);
  const target = () => {
    if (random.chance(0.15)) return random.pick(oddTargets);
    const path = random.pick(patterns).replace(/\[[^\]]+\]/g, value);
    const count = random.chance(0.5) ? random.integer(4) : 0;
    const query = Array.from({ length: count }, () => `${random.pick(parameters)}=${value()}`);
    return query.length > 0 ? `${path}?${query.join("&")}` : path;
  };
  return () => {
    const method = random.pick(random.chance(0.9) ? usual : unusual);
    const url = target().replaceAll(" ", "%20");
    const lines = new Map<string, string>([["Host", "127.0.0.1"]]);
    for (let left = random.integer(4); left > 0; left -= 1) {
      const [name, choices] = random.pick(headers);
      lines.set(name, random.pick(choices));
    }
    const cookies = Array.from(
      { length: random.integer(3) },
      () => `${random.pick(cookieNames)}=${random.pick(cookieValues)}`,
    );
    if (random.chance(0.25)) cookies.push(sessionCookie);
    if (cookies.length > 0) lines.set("Cookie", cookies.join("; "));
    if (random.chance(0.2)) lines.set("Authorization", `Bearer ${apiKey}`);
    const body = ["GET", "HEAD", "get", "TRACE"].includes(method) ? "" : random.pick(bodies);
    if (body !== "") {
      if (!lines.has("Content-Type") && random.chance(0.8)) lines.set("Content-Type", "application/json");
      lines.set("Content-Length", String(Buffer.byteLength(body)));
    }
    lines.set("Connection", "close");
    const head = [...lines].map(([name, value]) => `${name}: ${value}`);
    const names = [...lines.keys()].filter((name) => name !== "Host" && name !== "Connection");
    return {
      bytes: `${[`${method} ${url} HTTP/1.1`, ...head].join("\r\n")}\r\n\r\n${body}`,
      what: `${method} ${url.slice(0, 120)} (${names.join(", ")}) ${JSON.stringify(body.slice(0, 40))}`,
    };
  };
}
