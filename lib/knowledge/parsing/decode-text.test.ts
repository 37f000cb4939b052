import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );

describe("decodeText", () => {
  it("reads UTF-8, with and without a byte order mark", () => {
    expect(decodeText(Buffer.from("Größe €"), false)).toEqual({ text: "Größe €" });
    expect(decodeText(bytes([0xef, 0xbb, 0xbf], "a"), false)).toEqual({ text: "a" });
    expect(decodeText(bytes(""), false)).toEqual({ text: "" });
  });

  it("reads UTF-16 only by its byte order mark", () => {
    expect(decodeText(Buffer.from("\ufeffé", "utf16le"), false)).toEqual({ text: "é" });
    expect(decodeText(Buffer.from("\ufeffé", "utf16le").swap16(), false)).toEqual({ text: "é" });
    expect(decodeText(bytes([0xff, 0xfe, 0x00, 0xd8]), false)).toHaveProperty("refused");
  });

  it.each([
    '<meta charset="iso-8859-1">',
    "<META CHARSET=windows-1252>",
    '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
    '<?xml version="1.0" encoding="latin1"?>',
  ])("reads windows-1252 if the page declares it: %s", (declaration) => {
    expect(decodeText(bytes(declaration, [0x80, 0xe9]), true)).toEqual({ text: `${declaration}€é` });
  });

  it("rejects text that is not UTF-8 and declares no or another encoding", () => {
    expect(decodeText(bytes("caf", [0xe9]), true)).toEqual({ refused: expect.stringContaining("not UTF-8") });
    expect(decodeText(bytes('<meta charset="koi8-r">', [0xe9]), true)).toEqual({
      refused: expect.stringContaining("koi8-r"),
    });
    expect(decodeText(bytes('<meta charset="utf-8">', [0xe9]), true)).toHaveProperty("refused");
    expect(decodeText(bytes(" ".repeat(1_030), "<meta charset=latin1>", [0xe9]), true)).toHaveProperty(
      "refused",
    );
  });

  it("uses a declared encoding only in HTML", () => {
    expect(decodeText(bytes("<meta charset=latin1>", [0xe9]), false)).toHaveProperty("refused");
  });

  it("prefers valid UTF-8 to a wrong declaration", () => {
    expect(decodeText(Buffer.from("<meta charset=latin1>é"), true)).toEqual({
      text: "<meta charset=latin1>é",
    });
  });
});
