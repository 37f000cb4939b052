import { expect, test } from "vitest";
import { methods } from "../routes/methods.ts";
import { publicRoute } from "../routes/public-route.ts";

const deprecation = {
  since: new Date("2026-11-29T00:00:00Z"),
  until: new Date("2027-05-31T12:00:00Z"),
  successor: "/chat-direct",
};
const route = { params: Promise.resolve({}) };
const { GET, POST } = methods({ GET: publicRoute(async () => ({ ok: true })) }, { deprecation });

test.each([
  ["GET", GET, 200],
  ["POST", POST, 405],
])(
  "sends deprecation headers on %s of a deprecated route, also on errors",
  async (method, handler, status) => {
    const response = await handler(new Request("http://localhost/old", { method }), route);
    expect(response.status).toBe(status);
    expect(response.headers.get("deprecation")).toBe("@1795910400");
    expect(response.headers.get("sunset")).toBe("Mon, 31 May 2027 12:00:00 GMT");
    expect(response.headers.get("link")).toBe('</chat-direct>; rel="successor-version"');
  },
);

test("sends none on other routes", async () => {
  const { GET } = methods({ GET: publicRoute(async () => ({ ok: true })) });
  const response = await GET(new Request("http://localhost/new"), route);
  expect(response.headers.get("deprecation")).toBeNull();
});
