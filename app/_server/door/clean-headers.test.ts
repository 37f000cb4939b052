import { expect, it } from "vitest";
import { cleanHeaders } from "./clean-headers.ts";

function cleaned(headers: Record<string, string>): Record<string, unknown> {
  const copy = { ...headers };
  cleanHeaders(copy);
  return copy;
}

it.each([
  ["parley_session=%", undefined],
  ["parley_device=%; a=1", " a=1"],
  ["a=1; parley_session=%E0%A4%A; b=2", "a=1; b=2"],
  ["a=%00", undefined],
  ["a=b%20c; d=%E6%9D%B1", "a=b%20c; d=%E6%9D%B1"],
])("keeps the cookies of %j that can be decoded", (cookie, kept) => {
  expect(cleaned({ cookie, accept: "*/*" })).toEqual(
    kept === undefined ? { accept: "*/*" } : { cookie: kept, accept: "*/*" },
  );
});

it.each([
  "x-middleware-subrequest",
  "x-middleware-rewrite",
  "x-middleware-set-cookie",
  "x-invoke-path",
  "x-invoke-status",
  "x-matched-path",
  "x-nextjs-data",
  "x-now-route-matches",
  "x-nonce",
  "range",
  "if-range",
  "if-match",
  "if-unmodified-since",
])("removes %s", (name) => {
  expect(cleaned({ [name]: "1", host: "a" })).toEqual({ host: "a" });
});

it("keeps what clients send", () => {
  const headers = { "x-forwarded-for": "a", rsc: "1", "next-router-prefetch": "1", "if-none-match": "*" };
  expect(cleaned(headers)).toEqual(headers);
});
