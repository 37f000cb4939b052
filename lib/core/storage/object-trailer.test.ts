import { expect, test } from "vitest";
import { checkContentType } from "./object-key.ts";
import { readTrailer, trailerBytes, writeTrailer } from "./object-trailer.ts";

const file = (bytes: string, contentType = "text/plain") =>
  Buffer.concat([Buffer.from(bytes), writeTrailer(bytes.length, contentType)]);

test.each(["", "x", '{"parley":1}', "\n".repeat(1000)])("case %# comes back", (bytes) => {
  expect(readTrailer(file(bytes))).toEqual({ bytes: Buffer.from(bytes), contentType: "text/plain" });
});

test("the longest content type fits beside the largest size", () => {
  const longest = "\\".repeat(100);
  checkContentType(longest);
  const trailer = writeTrailer(Number.MAX_SAFE_INTEGER, longest);
  expect(trailer.length).toBe(trailerBytes);
  expect(JSON.parse(trailer.toString())).toEqual({
    parley: 1,
    size: Number.MAX_SAFE_INTEGER,
    contentType: longest,
  });
});

test("what is not whole is nothing", () => {
  const whole = file("0123456789");
  for (let length = 0; length < whole.length; length++)
    expect(readTrailer(whole.subarray(0, length))).toBeNull();
  for (const other of [
    whole.subarray(1),
    Buffer.concat([whole, Buffer.from(" ")]),
    Buffer.alloc(whole.length),
    Buffer.alloc(300, " "),
    Buffer.concat([Buffer.from("null"), Buffer.alloc(trailerBytes - 4, " ")]),
  ])
    expect(readTrailer(other)).toBeNull();
});
