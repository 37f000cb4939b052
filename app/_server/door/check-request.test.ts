import { expect, it } from "vitest";
import { refusalOf } from "./check-request.ts";

it.each([
  ["GET", "/"],
  ["HEAD", "/c/support?conversation=%FF"],
  ["OPTIONS", "/api/chat"],
  ["GET", "/c/%E6%9D%B1%E4%BA%AC/caf%C3%A9"],
  ["GET", "/c/x%2F..%2Fy?q=100%"],
  ["POST", "/api/chat?a=b?c=/"],
])("lets %s %s pass", (method, url) => {
  expect(refusalOf({ method, url })).toBeNull();
});

it.each([
  ["TRACE", "/"],
  ["CONNECT", "a:80"],
  ["PROPFIND", "/api/health"],
  ["get", "/"],
  ["POST", "/favicon.svg"],
  ["DELETE", "/_next/static/chunks/none.js"],
  ["PUT", "/_next/image?url=x"],
])("refuses the method of %s %s", (method, url) => {
  expect(refusalOf({ method, url })).toMatchObject({ status: 405, code: "not_allowed" });
});

it.each([
  "*",
  "foo",
  "http://169.254.169.254/latest",
  "//evil.example/x",
  "/%",
  "/c/%E0%A4%A",
  "/c/%ED%A0%80",
  "/api/conversations/%C3%28",
  "/c/x%00",
  "/c/x%0A%7B%22level%22%3A30%7D%0A",
  "/c/x%7f",
  "/api/me?chatbot=%00",
])("refuses GET %s", (url) => {
  expect(refusalOf({ method: "GET", url })).toMatchObject({ status: 400, code: "invalid" });
});
