import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";
import { encodeAs } from "./testing/encode-as.ts";

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

  it.each([
    [
      "shift_jis",
      '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">',
      "閉店は六時です",
    ],
    ["gbk", "<meta charset=gb2312>", "停车场有十二个车位"],
    ["big5", '<meta charset="big5">', "停車場有十二個車位"],
    ["koi8-r", '<meta charset="koi8-r">', "Закрыто"],
    ["windows-1251", '<?xml version="1.0" encoding="windows-1251"?>', "Закрыто"],
  ])("reads %s if the page declares it", (encoding, declaration, text) => {
    const page = declaration + text;
    expect(decodeText(encodeAs(encoding, page), true)).toEqual({ text: page });
  });

  it("reads the encoding that the server declares, before the page's own", () => {
    const page = '<meta charset="windows-1252">Закрыто';
    expect(decodeText(encodeAs("windows-1251", page), true, "windows-1251")).toEqual({ text: page });
  });

  it("guesses when the declared encoding is unknown or does not fit", () => {
    const text = "Die Werkstatt öffnet um sieben, außer sonntags.";
    for (const declaration of ["<meta charset=utf-8>", "<meta charset=nonsense>"])
      expect(decodeText(encodeAs("windows-1252", declaration + text), true)).toEqual({
        text: declaration + text,
      });
  });

  it("reads UTF-16 without a mark, and the Japanese encoding of old mails", () => {
    expect(decodeText(Buffer.from("Größe in m", "utf16le"), false)).toEqual({ text: "Größe in m" });
    const shifted = bytes([0x1b], "$B", [0x35, 0x5e], [0x1b], "(B 1");
    expect(decodeText(shifted, false)).toEqual({ text: "急 1" });
  });

  it("keeps UTF-8 in which one character is damaged", () => {
    const text = "Größe ä ö ü ß ".repeat(40);
    expect(decodeText(bytes([...Buffer.from(text)], [0xc3], "x"), false)).toEqual({ text: `${text}\ufffdx` });
  });

  it("refuses bytes that are no text", () => {
    const noise = Uint8Array.from({ length: 4_000 }, (_, i) => (i * i * 31 + i * 7) % 251);
    expect(decodeText(noise, false)).toEqual({ refused: expect.stringContaining("not text") });
  });

  it("prefers valid UTF-8 to a wrong declaration", () => {
    expect(decodeText(Buffer.from("<meta charset=latin1>é"), true)).toEqual({
      text: "<meta charset=latin1>é",
    });
  });
});
