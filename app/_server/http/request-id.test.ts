import { afterEach, expect, test } from "vitest";
import { declareOwnServer } from "#lib/core/server-mode.ts";
import { REQUEST_ID_HEADER, requestIdOf } from "./request-id.ts";

const headers = new Headers({ [REQUEST_ID_HEADER]: "given" });

afterEach(() => declareOwnServer(false));

test("uses the id that our own server set", () => {
  declareOwnServer();
  expect(requestIdOf(headers)).toBe("given");
  expect(requestIdOf(new Headers())).toMatch(/^[0-9a-z]{26}$/);
});

test("ignores the header under another server, where a client sends it", () => {
  expect(requestIdOf(headers)).toMatch(/^[0-9a-z]{26}$/);
  expect(requestIdOf(headers)).not.toBe(requestIdOf(headers));
});
