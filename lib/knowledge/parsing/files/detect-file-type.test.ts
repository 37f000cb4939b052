import { expect, it } from "vitest";
import { detectFileType } from "./detect-file-type.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

it("detects the type by content, not by name", () => {
  expect(detectFileType("a.txt", bytes("%PDF-1.7 …"), null)).toEqual({ kind: "file", type: "pdf" });
  expect(detectFileType("a.pdf", bytes("PK"), ["word/document.xml"])).toEqual({ kind: "file", type: "docx" });
  expect(detectFileType("a.docx", bytes("PK"), ["xl/workbook.xml"])).toEqual({ kind: "file", type: "xlsx" });
  expect(detectFileType("a", bytes("PK"), ["ppt/presentation.xml"])).toEqual({ kind: "file", type: "pptx" });
  expect(detectFileType("page.txt", bytes(" <!DOCTYPE html><p>"), null)).toEqual({
    kind: "text",
    mediaType: "text/html",
  });
  expect(detectFileType("a.pdf", bytes("just words"), null)).toEqual({
    kind: "text",
    mediaType: "text/plain",
  });
});

it("tells text types apart by name", () => {
  expect(detectFileType("a.MD", bytes("# A"), null)).toEqual({ kind: "text", mediaType: "text/markdown" });
  expect(detectFileType("a.csv", bytes("a,b"), null)).toEqual({ kind: "text", mediaType: "text/csv" });
  expect(detectFileType("a.json", bytes("{}"), null)).toEqual({
    kind: "text",
    mediaType: "application/json",
  });
});

it("gives a reason for unsupported files", () => {
  expect(detectFileType("a.doc", bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), null)).toMatchObject({
    reason: expect.stringMatching(/password-protected or in an old format/),
  });
  expect(detectFileType("a.zip", bytes("PK"), ["readme.txt"])).toMatchObject({ kind: "refused" });
  expect(detectFileType("a.txt", bytes(""), null)).toMatchObject({ reason: "The file is empty." });
});
