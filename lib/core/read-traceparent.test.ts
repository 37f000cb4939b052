import { expect, test } from "vitest";
import { readTraceparent } from "./read-traceparent.ts";

const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const span = "00f067aa0ba902b7";

test("the header of the recommendation is read, of later versions as well", () => {
  const read = { traceId: trace, spanId: span, traceFlags: 1 };
  expect(readTraceparent(`00-${trace}-${span}-01`)).toEqual(read);
  expect(readTraceparent(`cc-${trace}-${span}-01-what-the-future-will-be`)).toEqual(read);
});

test("what is not one is nobody's", () => {
  const none = [
    null,
    "",
    "x".repeat(10_000),
    `ff-${trace}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${"0".repeat(32)}-${span}-01`,
    `00-${trace}-${"0".repeat(16)}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${trace}-${span}`,
  ];
  for (const header of none) expect(readTraceparent(header), String(header).slice(0, 60)).toBeNull();
});
