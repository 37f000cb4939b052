import { afterEach, expect, test } from "vitest";
import { declareDoor } from "#lib/core/server-mode.ts";
import { REQUEST_ID_HEADER, requestIdOf } from "./request-id.ts";

const headers = new Headers({ [REQUEST_ID_HEADER]: "given" });

afterEach(() => declareDoor(false));

test("uses the id that the door set", () => {
  declareDoor();
  expect(requestIdOf(headers)).toBe("given");
  expect(requestIdOf(new Headers())).toMatch(/^[0-9a-z]{26}$/);
});

test("ignores the header without a door, where a client sends it", () => {
  expect(requestIdOf(headers)).toMatch(/^[0-9a-z]{26}$/);
  expect(requestIdOf(headers)).not.toBe(requestIdOf(headers));
});
