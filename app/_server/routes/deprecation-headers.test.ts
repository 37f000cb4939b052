import { expect, test } from "vitest";
import { methods, publicRoute } from "./route.ts";

const leaving = {
  since: new Date("2026-11-29T00:00:00Z"),
  until: new Date("2027-05-31T12:00:00Z"),
  successor: "/chat-direct",
};
const route = { params: Promise.resolve({}) };
const { GET, POST } = methods({ GET: publicRoute(async () => ({ ok: true })) }, { leaving });

test.each([
  ["GET", GET, 200],
  ["POST", POST, 405],
])("a route on its way out says so on %s, whatever it answers", async (method, handler, status) => {
  const response = await handler(new Request("http://localhost/old", { method }), route);
  expect(response.status).toBe(status);
  expect(response.headers.get("deprecation")).toBe("@1795910400");
  expect(response.headers.get("sunset")).toBe("Mon, 31 May 2027 12:00:00 GMT");
  expect(response.headers.get("link")).toBe('</chat-direct>; rel="successor-version"');
});

test("any other route says nothing of the kind", async () => {
  const { GET } = methods({ GET: publicRoute(async () => ({ ok: true })) });
  const response = await GET(new Request("http://localhost/new"), route);
  expect(response.headers.get("deprecation")).toBeNull();
});
