import { expect, it } from "vitest";
import { decodePage } from "./decode-page.ts";
import { encodeAs } from "./testing/encode-as.ts";

it.each([
  ["text/html; charset=EUC-JP", "euc-jp", "閉店は六時です"],
  ['text/html;charset="windows-1251"', "windows-1251", "Закрыто"],
  ["application/xhtml+xml; charset = Big5", "big5", "停車場有十二個車位"],
  ["text/plain; charset=iso-8859-1", "windows-1252", "öffnet täglich"],
])("reads a page by the charset of %s", (contentType, encoding, text) => {
  expect(decodePage(contentType, encodeAs(encoding, text))).toMatchObject({ text });
});

it("reads valid UTF-8 as such where the server's default says otherwise", () => {
  const bytes = Buffer.from("öffnet täglich");
  expect(decodePage("text/html; charset=iso-8859-1", bytes)).toEqual({
    mediaType: "text/html",
    text: "öffnet täglich",
  });
});

it("reads the encoding that the page declares where the server names none or an unknown one", () => {
  const page = '<meta charset="shift_jis">閉店は六時です';
  for (const contentType of ["text/html", "text/html; charset=nonsense", "text/html; charset=utf-8"])
    expect(decodePage(contentType, encodeAs("shift_jis", page))).toMatchObject({ text: page });
});

it("returns the bytes of other types, and refuses a page that is no text", () => {
  const bytes = new Uint8Array([0x25, 0x50]);
  expect(decodePage("application/pdf", bytes)).toEqual({ bytes });
  expect(() => decodePage("text/html", new Uint8Array([0xff, 0xfe, 0x00, 0xd8]))).toThrow(/UTF-16/);
});
